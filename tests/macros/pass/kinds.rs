//! Beside `fail/connect`, `fail/disconnect`, `fail/on_error` and `fail/event`: the allowed forms.

use serde::Deserialize;
use socketio::{Args, ConnectionRefused, Error, EventName, Reason, Socket, SocketIo};
use socketio::{event, on, on_error, on_error_default, routes};

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

#[on("disconnect")]
async fn gone() {}

#[on("disconnect", namespace = "/why")]
async fn why(_reason: Reason, _socket: Socket) -> socketio::Result {
    Ok(())
}

#[on_error]
async fn failed(_error: Error) {}

#[on_error(namespace = "/chat")]
async fn failed_in_chat(error: Error, event: EventName, args: Args) -> (String, EventName, usize) {
    (error.to_string(), event, args.len())
}

#[on_error_default]
async fn failed_elsewhere(error: Error) -> Result<(), Error> {
    Err(error)
}

#[event]
async fn my_event() {}

#[event(namespace = "/chat", latest)]
async fn search(_text: String) {}

#[test]
fn builds() {
    let routes = routes![
        nothing,
        truth,
        refuse,
        any_error,
        gone,
        why,
        failed,
        failed_in_chat,
        failed_elsewhere,
        my_event,
        search,
    ];
    SocketIo::builder().routes(routes).build().unwrap();
}
