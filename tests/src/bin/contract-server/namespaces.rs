//! Who may join which namespace, and what is noted when a socket goes.

use std::{str::FromStr, time::Duration};

use serde_json::{Value, json};
use socketio::{
    Answer, ClientError, ConnectionRefused, EventName, Next, Param, Reason, Result, Routes,
    Session, Socket, State, emit, on, routes,
};

use crate::register::{Obituary, Register};

/// The handlers of connect and disconnect, and what comes before handlers.
pub(crate) fn routes() -> Routes {
    routes![
        connect_root,
        connect_chat,
        connect_auth,
        connect_dynamic,
        disconnect
    ]
    .guard_connect_in("/auth", has_the_token)
    .guard_connect_in("/auth", is_not_banned)
    .middleware_in("/chat", nothing_forbidden)
}

#[on("connect")]
async fn connect_root() {}

#[on("connect", namespace = "/chat")]
async fn connect_chat() {}

/// Lets an event named `forbidden` reach no handler, the catch-all included.
async fn nothing_forbidden(event: EventName, next: Next) -> Result<Answer> {
    if event != "forbidden" {
        return next.run().await;
    }
    emit("mw_error", "forbidden event").await?;
    Err(ClientError::new("forbidden", "forbidden event").into())
}

/// What a client of `/auth` sent to be let in.
#[derive(Default)]
struct Credentials(Value);

async fn has_the_token(
    auth: Option<Value>,
    credentials: Session<Credentials>,
) -> std::result::Result<(), ConnectionRefused> {
    let auth = auth.unwrap_or_else(|| json!({}));
    match auth.get("token") {
        None => return Err(ConnectionRefused::new("no token")),
        Some(token) if token != "secret" => {
            let data = json!({ "code": 401, "retry": false });
            return Err(ConnectionRefused::new("not authorized").data(data));
        }
        Some(_) => {}
    }
    credentials.with(|credentials| credentials.0 = auth);
    Ok(())
}

async fn is_not_banned(
    credentials: Session<Credentials>,
) -> std::result::Result<(), ConnectionRefused> {
    // A look-up elsewhere takes its time.
    tokio::time::sleep(Duration::from_millis(20)).await;
    if credentials.with(|credentials| credentials.0["role"] == "banned") {
        let data = json!({ "until": 1234, "list": [1, 2] });
        return Err(ConnectionRefused::new("banned").data(data));
    }
    Ok(())
}

#[on("connect", namespace = "/auth")]
async fn connect_auth(credentials: Session<Credentials>) -> Result {
    let auth = credentials.with(|credentials| credentials.0.clone());
    emit("welcome", auth).await?;
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
