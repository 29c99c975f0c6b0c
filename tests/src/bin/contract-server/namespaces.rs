//! Who may join which namespace, and what is noted when a socket goes.

use std::{str::FromStr, time::Duration};

use serde_json::{Value, json};
use socketio::{ConnectionRefused, Param, Reason, Result, Routes, Socket, State, emit, on, routes};

use crate::register::{Obituary, Register};

/// The handlers of connect and disconnect.
pub(crate) fn routes() -> Routes {
    routes![
        connect_root,
        connect_chat,
        connect_auth,
        connect_dynamic,
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

/// The digits in the name of a namespace, however many.
struct Digits;

impl FromStr for Digits {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then_some(Self).ok_or(())
    }
}

#[on("connect", namespace = "/dyn-{number}")]
async fn connect_dynamic(_number: Param<Digits>, socket: Socket) -> Result {
    emit("ns", socket.namespace()).await?;
    Ok(())
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
