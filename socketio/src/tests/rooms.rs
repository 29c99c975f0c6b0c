//! Rooms, through the whole server.

use super::wire::Wire;
use crate::{Sid, SocketIo, close_room, emit, join_room, leave_room, on, rooms, routes, sid};

#[on("join")]
async fn join(rooms: Vec<String>) -> socketio::Result<Vec<String>> {
    join_room(&rooms).await?;
    mine()
}

#[on("leave")]
async fn leave(room: String) -> socketio::Result<Vec<String>> {
    leave_room(&room).await?;
    mine()
}

#[on("close")]
async fn close(room: String) -> socketio::Result {
    close_room(&room).await?;
    Ok(())
}

#[on("say")]
async fn say(rooms: Vec<String>, except: Vec<String>, text: String) -> socketio::Result {
    emit("said", &text).to(rooms).except(except).await?;
    Ok(())
}

/// The caller's rooms but its own, sorted.
fn mine() -> socketio::Result<Vec<String>> {
    let own = sid()?;
    let mut rooms = rooms()?;
    assert!(
        rooms.iter().any(|room| own == room.as_str()),
        "its own room is among them"
    );
    rooms.retain(|room| own != room.as_str());
    rooms.sort();
    Ok(rooms)
}

fn server() -> SocketIo {
    SocketIo::new(routes![join, leave, close, say])
}

async fn member(io: &SocketIo, rooms: &str) -> Wire {
    let mut wire = Wire::join(io, "/").await;
    wire.send(&format!(r#"20["join",{rooms}]"#)).await;
    wire.recv().await;
    wire
}

#[tokio::test]
async fn rooms_are_joined_and_left() {
    let io = server();
    let mut wire = Wire::join(&io, "/").await;

    for (id, packet, rooms) in [
        (1, r#""join",["a","b","a"]"#, r#"["a","b"]"#),
        (2, r#""join",["c"]"#, r#"["a","b","c"]"#),
        (3, r#""leave","b""#, r#"["a","c"]"#),
        (4, r#""leave","never joined""#, r#"["a","c"]"#),
    ] {
        wire.send(&format!("2{id}[{packet}]")).await;
        assert_eq!(wire.recv().await, format!("3{id}[{rooms}]"));
    }
}

#[tokio::test]
async fn a_client_in_several_rooms_gets_it_once() {
    let io = server();
    let mut ann = member(&io, r#"["a","b"]"#).await;
    let mut bob = member(&io, r#"["b","c"]"#).await;
    let mut eve = member(&io, r#"["c"]"#).await;
    let mut talker = member(&io, "[]").await;

    talker.send(r#"21["say",["a","b"],[],"once"]"#).await;
    assert_eq!(talker.recv().await, "31[]");
    assert_eq!(ann.recv().await, r#"2["said","once"]"#);
    assert_eq!(bob.recv().await, r#"2["said","once"]"#);
    for wire in [&mut ann, &mut bob, &mut eve] {
        wire.idle("/").await;
    }

    talker
        .send(r#"22["say",["a","b","c"],["c"],"but not c"]"#)
        .await;
    assert_eq!(ann.recv().await, r#"2["said","but not c"]"#);
    for wire in [&mut bob, &mut eve] {
        wire.idle("/").await;
    }
}

#[tokio::test]
async fn nobody_is_nobody() {
    let io = server();
    let mut ann = member(&io, r#"["a"]"#).await;
    let nobody: [&str; 0] = [];

    io.io().emit("x", ()).to(nobody).await.unwrap();
    io.io().emit("x", ()).to("empty room").await.unwrap();
    io.io().emit("x", ()).to("a").except("a").await.unwrap();

    ann.idle("/").await;
}

#[tokio::test]
async fn a_sid_is_a_room() {
    let io = server();
    let mut ann = Wire::open(&io).await;
    let sid: Sid = ann.enter("/").await.parse().unwrap();
    let mut bob = member(&io, &format!(r#"["{sid}"]"#)).await;
    let handle = io.io();

    handle.emit("typed", ()).to(sid).await.unwrap();
    handle.emit("text", ()).to(sid.as_str()).await.unwrap();
    handle
        .emit("both", ())
        .to(["nobody", sid.as_str()])
        .await
        .unwrap();
    for event in ["typed", "text", "both"] {
        assert_eq!(ann.recv().await, format!(r#"2["{event}"]"#));
    }
    // Others may join the room that bears a sid, and are not the client with this sid.
    for event in ["text", "both"] {
        assert_eq!(bob.recv().await, format!(r#"2["{event}"]"#));
    }
    handle.leave_room(sid.as_str()).of(sid).await.unwrap();
    handle.emit("still", ()).to(sid).await.unwrap();
    assert_eq!(ann.recv().await, r#"2["still"]"#);
}

#[tokio::test]
async fn a_closed_room_is_empty() {
    let io = server();
    let mut ann = member(&io, r#"["a","b"]"#).await;
    let mut bob = member(&io, r#"["a"]"#).await;

    bob.send(r#"21["close","a"]"#).await;
    assert_eq!(bob.recv().await, "31[]");

    assert!(io.io().sids().in_room("a").await.unwrap().is_empty());
    ann.send(r#"22["join",[]]"#).await;
    assert_eq!(ann.recv().await, r#"32[["b"]]"#);
}

#[tokio::test]
async fn others_are_moved_from_outside() {
    let io = server();
    let mut ann = Wire::open(&io).await;
    let sid: Sid = ann.enter("/").await.parse().unwrap();
    let _bob = member(&io, r#"["b"]"#).await;
    let handle = io.io();

    handle.join_room(["x", "y"]).of(sid).await.unwrap();
    handle.join_room("y").of("b").await.unwrap();
    assert_eq!(handle.sids().in_room("y").await.unwrap().len(), 2);
    assert_eq!(handle.sids().in_room("y").except("b").await.unwrap(), [sid]);

    handle.leave_room("y").of("y").await.unwrap();
    assert!(handle.sids().in_room("y").await.unwrap().is_empty());
    assert_eq!(handle.sids().in_room("x").await.unwrap(), [sid]);
    handle.join_room("x").of("no such sid").await.unwrap();
    assert!(
        handle
            .join_room("x")
            .of(sid)
            .namespace("/nowhere")
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_handler_moves_others_and_reaches_other_namespaces() {
    #[on("pull")]
    async fn pull(other: String) -> socketio::Result {
        join_room("pulled").of(&other).await?;
        leave_room("a").of(other).await?;
        close_room("closed").namespace("/there").await?;
        Ok(())
    }
    let io = SocketIo::builder()
        .routes(routes![pull, join])
        .namespaces(["/there"])
        .build()
        .unwrap();
    let mut ann = Wire::open(&io).await;
    let sid: Sid = ann.enter("/").await.parse().unwrap();
    let there: Sid = ann.enter("/there").await.parse().unwrap();
    let handle = io.io();
    handle.join_room("a").of(sid).await.unwrap();
    handle
        .join_room("closed")
        .of(there)
        .namespace("/there")
        .await
        .unwrap();
    let mut bob = Wire::join(&io, "/").await;

    bob.send(&format!(r#"21["pull","{sid}"]"#)).await;
    assert_eq!(bob.recv().await, "31[]");

    assert_eq!(handle.sids().in_room("pulled").await.unwrap(), [sid]);
    assert!(handle.sids().in_room("a").await.unwrap().is_empty());
    let closed = handle.sids().in_room("closed").namespace("/there");
    assert!(closed.await.unwrap().is_empty());
}
