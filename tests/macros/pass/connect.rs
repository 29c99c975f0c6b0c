//! Beside `fail/connect`: the allowed forms.

use serde::Deserialize;
use socketio::{ConnectionRefused, Socket, SocketIo, on, routes};

#[derive(Deserialize)]
struct Token {
    name: String,
}

#[on("connect")]
async fn nothing() {}

#[on("connect", namespace = "/bool")]
async fn truth(auth: Option<Token>) -> bool {
    auth.is_some()
}

#[on("connect", namespace = "/refuse")]
async fn refuse(auth: Token, _socket: Socket) -> Result<(), ConnectionRefused> {
    Err(ConnectionRefused::new(auth.name))
}

#[on("connect", namespace = "/any")]
async fn any_error() -> socketio::Result<bool> {
    Ok("1".parse::<u32>()? == 1)
}

#[test]
fn builds() {
    let routes = routes![nothing, truth, refuse, any_error];
    SocketIo::builder().routes(routes).build().unwrap();
}
