//! Beside `fail/on`: every name and every key as it is right.

use socketio::{SocketIo, on, routes};

#[on("my event")]
async fn name() {}

#[on("naïve \"quoted\" \n 🦀")]
async fn any_text() {}

#[on("*")]
async fn catch_all() {}

#[on("disconnect")]
async fn disconnect() {}

#[on("a", namespace = "/chat")]
async fn namespace() {}

#[on("a", namespace = "/")]
async fn default_namespace() {}

#[on("a", namespace = "*")]
async fn every_namespace() {}

#[on("b", concurrent)]
#[on("c", concurrent = 4)]
#[on("d", latest)]
#[on("e", serial)]
async fn orders() {}

#[on("a", namespace = "/game", concurrent = 1)]
async fn several_keys() {}

#[on("f", crate = "::socketio")]
async fn crate_path() {}

#[test]
fn builds() {
    let routes = routes![
        name,
        any_text,
        catch_all,
        disconnect,
        namespace,
        default_namespace,
        every_namespace,
        orders,
        several_keys,
        crate_path,
    ];
    SocketIo::builder().routes(routes).build().unwrap();
}
