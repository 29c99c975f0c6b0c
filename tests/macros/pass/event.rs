//! Beside `fail/event`: the fn's name is the event's.

use socketio::{SocketIo, event, routes};

#[event]
async fn my_event() {}

#[event(namespace = "/chat", latest)]
async fn search(_text: String) {}

#[test]
fn builds() {
    let routes = routes![my_event, search];
    SocketIo::builder().routes(routes).build().unwrap();
}
