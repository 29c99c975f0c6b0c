//! Beside `fail/on_error`: the allowed forms.

use socketio::{Args, Error, EventName, SocketIo, on_error, on_error_default, routes};

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

#[test]
fn builds() {
    let routes = routes![failed, failed_in_chat, failed_elsewhere];
    SocketIo::builder().routes(routes).build().unwrap();
}
