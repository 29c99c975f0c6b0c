//! What reaches a client that was told to go, and who is told that it did not.

use serde_json::json;

use super::wire::Wire;
use crate::{Sid, Socket, SocketIo, call, disconnect, emit, join_room, on, routes, send, sid};

#[on("bye")]
async fn bye(socket: Socket) -> socketio::Result<String> {
    join_room("hall").await?;
    emit("before", 1).await?;
    disconnect().await?;

    assert!(!socket.is_connected());
    let mut refused = 0;
    refused += usize::from(emit("after", 2).await.unwrap_err().is_disconnected());
    refused += usize::from(send("after").await.unwrap_err().is_disconnected());
    refused += usize::from(call::<()>("after", ()).await.unwrap_err().is_disconnected());
    let asked = emit("after", 3).acks::<()>().await;
    refused += usize::from(asked.unwrap_err().is_disconnected());
    // A sid or a room that nobody has any more is no error.
    emit("after", 4).to(sid()?).await?;
    emit("hall", 5).to("hall").await?;
    emit("all", 6).broadcast().await?;
    Ok(format!("{refused} of 4 refused"))
}

fn server() -> SocketIo {
    let handlers = routes![bye, hesitate, turn_away, join];
    let builder = SocketIo::builder().routes(handlers);
    builder.namespaces(["/other"]).build().unwrap()
}

#[on("join")]
async fn join() -> socketio::Result {
    Ok(join_room("hall").await?)
}

#[tokio::test]
async fn only_the_answer_follows_a_disconnect() {
    let io = server();
    let mut bob = Wire::join(&io, "/").await;
    bob.send(r#"20["join"]"#).await;
    assert_eq!(bob.recv().await, "30[]");
    let mut ann = Wire::join(&io, "/").await;
    ann.enter("/other").await;

    ann.send(r#"27["bye"]"#).await;

    assert_eq!(ann.recv().await, r#"2["before",1]"#);
    assert_eq!(ann.recv().await, r#"37["4 of 4 refused"]"#);
    assert_eq!(ann.recv().await, "1");
    ann.idle("/other").await;
    assert_eq!(bob.recv().await, r#"2["hall",5]"#);
    assert_eq!(bob.recv().await, r#"2["all",6]"#);
}

#[on("hesitate")]
async fn hesitate(socket: Socket) -> socketio::Result {
    disconnect().await?;
    socket.closed().await;
    emit("after", 1).await?;
    Ok(())
}

#[tokio::test]
async fn a_handler_that_waits_after_a_disconnect_has_nobody_left_to_tell() {
    let io = server();
    let mut ann = Wire::join(&io, "/").await;
    ann.enter("/other").await;

    ann.send(r#"27["hesitate"]"#).await;

    assert_eq!(ann.recv().await, "1");
    ann.idle("/other").await;
}

#[on("connect", namespace = "/brief")]
async fn turn_away() -> socketio::Result {
    emit("before", socketio::socket()?.namespace()).await?;
    disconnect().await?;
    let refused = emit("after", 1).await;
    assert!(refused.unwrap_err().is_disconnected());
    emit("after", 2).to(sid()?).await?;
    emit("after", 3).broadcast().await?;
    Ok(())
}

#[tokio::test]
async fn a_connect_handler_may_let_in_and_send_away() {
    let io = server();
    let mut ann = Wire::join(&io, "/").await;

    ann.enter("/brief").await;

    assert_eq!(ann.recv().await, r#"2/brief,["before","/brief"]"#);
    assert_eq!(ann.recv().await, "1/brief,");
    ann.idle("/").await;
    let here = io.io().sids().namespace("/brief").await.unwrap();
    assert!(here.is_empty());
}

#[tokio::test]
async fn from_outside_as_well_nothing_follows() {
    let io = server();
    let mut ann = Wire::open(&io).await;
    ann.enter("/other").await;
    let sid: Sid = ann.enter("/").await.parse().unwrap();
    let io = io.io();
    let socket = io.socket(sid).unwrap();

    io.emit("before", 1).to(sid).await.unwrap();
    io.disconnect(sid).await.unwrap();
    io.emit("after", 2).to(sid).await.unwrap();
    io.emit("after", 3).await.unwrap();
    assert!(socket.emit("after", 4).await.unwrap_err().is_disconnected());
    let unasked = io.call::<()>("after", json!({})).to(sid).await;

    assert!(unasked.unwrap_err().is_disconnected());
    assert!(io.sids().await.unwrap().is_empty());
    assert_eq!(ann.recv().await, r#"2["before",1]"#);
    assert_eq!(ann.recv().await, "1");
    ann.idle("/other").await;
}

#[tokio::test]
async fn one_who_was_told_to_go_and_is_lost_was_still_told_to_go() {
    let io = server();
    let mut ann = Wire::open(&io).await;
    let sid: Sid = ann.enter("/").await.parse().unwrap();
    let socket = io.io().socket(sid).unwrap();

    drop(ann);
    io.io().disconnect(sid).await.unwrap();

    assert_eq!(socket.closed().await.flask(), "server disconnect");
}
