//! Beside `fail/disconnect`: the allowed forms.

use socketio::{Reason, Socket, SocketIo, on, routes};

#[on("disconnect")]
async fn gone() {}

#[on("disconnect", namespace = "/why")]
async fn why(_reason: Reason, _socket: Socket) -> socketio::Result {
    Ok(())
}

#[test]
fn builds() {
    let routes = routes![gone, why];
    SocketIo::builder().routes(routes).build().unwrap();
}
