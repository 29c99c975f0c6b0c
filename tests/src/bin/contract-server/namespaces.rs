//! Who may join which namespace, and what is noted when a socket goes.

use std::time::Duration;

use serde_json::{Value, json};
use socketio::{ConnectionRefused, Reason, Result, Routes, Socket, State, emit, on, routes};

use crate::register::{Obituary, Register};

/// The handlers of connect and disconnect.
pub(crate) fn routes() -> Routes {
    routes![
        connect_root,
        connect_chat,
        connect_auth,
        connect_other,
        disconnect
    ]
}

#[on("connect")]
async fn connect_root() {}

#[on("connect", namespace = "/chat")]
async fn connect_chat() {}

#[on("connect", namespace = "/auth")]
async fn connect_auth(auth: Option<Value>) -> Result {
    let auth = auth.unwrap_or_else(|| json!({}));
    match auth.get("token") {
        None => return Err(ConnectionRefused::new("no token").into()),
        Some(token) if token != "secret" => {
            let data = json!({ "code": 401, "retry": false });
            return Err(ConnectionRefused::new("not authorized").data(data).into());
        }
        Some(_) => {}
    }
    // A look-up elsewhere takes its time.
    tokio::time::sleep(Duration::from_millis(20)).await;
    if auth.get("role").is_some_and(|role| role == "banned") {
        let data = json!({ "until": 1234, "list": [1, 2] });
        return Err(ConnectionRefused::new("banned").data(data).into());
    }
    emit("welcome", &auth).await?;
    Ok(())
}

/// Handlers for every namespace make every name joinable; this narrows it down again.
#[on("connect", namespace = "*")]
async fn connect_other(socket: Socket) -> Result {
    if !is_dynamic(socket.namespace()) {
        return Err(ConnectionRefused::new("Invalid namespace").into());
    }
    emit("ns", socket.namespace()).await?;
    Ok(())
}

/// `/dyn-` and digits.
fn is_dynamic(namespace: &str) -> bool {
    let number = namespace.strip_prefix("/dyn-").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[on("disconnect", namespace = "*")]
async fn disconnect(reason: Reason, socket: Socket, register: State<Register>) {
    let rooms = socket.rooms();
    register.bury(
        socket.sid(),
        Obituary {
            reason: reason.as_str(),
            rooms,
        },
    );
}
