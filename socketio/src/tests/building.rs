//! What can be wrong with a server before it runs.

use std::time::Duration;

use super::wire::Wire;
use crate::{SocketIo, State, TransportKind, on, routes};

#[on("take")]
async fn take(number: State<u32>, text: State<&'static str>) -> String {
    format!("{text} {number}", text = *text, number = *number)
}

#[on("take")]
async fn again() {}

#[test]
fn every_problem_is_named_at_once() {
    let builder = SocketIo::builder()
        .routes(routes![take])
        .routes(routes![again])
        .state(1_u32)
        .state(2_u32)
        .namespaces(["chat"])
        .transports([])
        .path("/a/{b}/")
        .ping_interval(Duration::ZERO)
        .max_http_buffer_size(0)
        .cookie("a b");

    let error = builder.build().unwrap_err();

    let wanted = [
        "two states of type `u32`",
        "transports",
        "path `a/{b}`",
        "ping_interval",
        "max_http_buffer_size",
        "a b",
        "`chat` cannot be accepted as a namespace",
        "`take` of namespace `/` has two handlers",
        "State<&str>",
    ];
    for wanted in wanted {
        assert!(error.to_string().contains(wanted), "{wanted} in {error}");
    }
    assert_eq!(error.problems().len(), wanted.len(), "{error}");
}

#[test]
#[should_panic(expected = "has two handlers")]
fn the_short_way_panics_with_the_same_text() {
    let _ = SocketIo::new(routes![take].and(routes![again]));
}

#[tokio::test]
async fn states_reach_their_handlers() {
    let builder = SocketIo::builder()
        .routes(routes![take])
        .state(7_u32)
        .state("number");
    let mut wire = Wire::join(&builder.build().unwrap(), "/").await;

    wire.send(r#"21["take"]"#).await;

    assert_eq!(wire.recv().await, r#"31["number 7"]"#);
}

#[test]
fn a_path_may_be_written_in_any_way() {
    for path in ["socket.io", "/socket.io", "socket.io/", "/socket.io/"] {
        let io = SocketIo::builder()
            .path(path)
            .transports([TransportKind::WebSocket]);
        assert_eq!(io.build().unwrap().app.engine.config().path, "/socket.io/");
    }
}
