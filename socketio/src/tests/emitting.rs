//! What is sent, and to whom.

use bytes::Bytes;
use serde_json::{Value, json};

use super::wire::Wire;
use crate::{
    Data, EventName, Io, Sid, Socket, SocketIo, TargetError, emit, join_room, on, routes, send,
    sid, spawn,
};

#[on("do")]
#[on("do", namespace = "/chat")]
async fn act(what: String) -> socketio::Result {
    let data = json!({ "x": 1 });
    match what.as_str() {
        "one" => emit("e", &data).await?,
        "several" => emit("e", (&data, 2, "three")).await?,
        "none" => emit("e", ()).await?,
        "list" => emit("e", [1, 2]).await?,
        "text" => send("text").await?,
        "json" => send(&data).json().await?,
        "all" => emit("e", 1).broadcast().await?,
        "not me" => emit("e", 1).include_self(false).await?,
        "elsewhere" => emit("e", 1).namespace("/chat").broadcast().await?,
        "me elsewhere" => emit("e", 1).namespace("/chat").await?,
        "nowhere" => emit("e", 1).namespace("/nowhere").broadcast().await?,
        "reserved" => emit("disconnect", 1).await?,
        "volatile" => emit("e", 1).volatile().compress(false).local().await?,
        _ => return Err("what?".into()),
    }
    Ok(())
}

#[on("background")]
async fn background(io: Io) -> socketio::Result {
    spawn(async move {
        emit("kept the context", socketio::socket().unwrap().namespace())
            .await
            .unwrap();
        join_room("later").await.unwrap();
        io.emit("by room", ()).to("later").await.unwrap();
    });
    Ok(())
}

#[on("bin")]
async fn bin(name: String, data: Data, socket: Socket) -> socketio::Result<(Bytes, Data)> {
    socket.emit("bin", (&name, &data)).await?;
    Ok((Bytes::from_static(b"ack"), data))
}

#[on("*", namespace = "/chat")]
async fn any(event: EventName, args: socketio::Args) -> (EventName, Value) {
    (event, args.parse().unwrap())
}

fn server() -> SocketIo {
    SocketIo::new(routes![act, background, bin, any])
}

async fn pair(io: &SocketIo) -> (Wire, Wire) {
    (Wire::join(io, "/").await, Wire::join(io, "/").await)
}

#[tokio::test]
async fn by_default_it_is_for_the_caller() {
    let io = server();
    let (mut ann, mut bob) = pair(&io).await;
    for (what, packet) in [
        ("one", r#"2["e",{"x":1}]"#),
        ("several", r#"2["e",{"x":1},2,"three"]"#),
        ("none", r#"2["e"]"#),
        ("list", r#"2["e",[1,2]]"#),
        ("text", r#"2["message","text"]"#),
        ("json", r#"2["json",{"x":1}]"#),
        ("volatile", r#"2["e",1]"#),
    ] {
        ann.send(&format!(r#"21["do","{what}"]"#)).await;

        assert_eq!(ann.recv().await, packet, "{what}");
        assert_eq!(ann.recv().await, "31[]");
    }
    bob.idle("/").await;
}

#[tokio::test]
async fn namespaces_are_apart() {
    let io = server();
    let (mut ann, mut bob) = pair(&io).await;
    bob.enter("/chat").await;

    ann.send(r#"21["do","all"]"#).await;
    assert_eq!(ann.recv().await, r#"2["e",1]"#);
    assert_eq!(ann.recv().await, "31[]");
    assert_eq!(bob.recv().await, r#"2["e",1]"#);

    ann.send(r#"22["do","elsewhere"]"#).await;
    assert_eq!(ann.recv().await, "32[]");
    assert_eq!(bob.recv().await, r#"2/chat,["e",1]"#);
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error() {
    let io = server();
    let mut wire = Wire::join(&io, "/").await;

    for what in ["me elsewhere", "nowhere", "reserved", "not me"] {
        wire.send(&format!(r#"21["do","{what}"]"#)).await;

        assert!(
            wire.recv()
                .await
                .starts_with(r#"31[{"error":{"kind":"handler""#),
            "{what}"
        );
    }
}

#[tokio::test]
async fn outside_of_a_handler_the_errors_say_what_to_use() {
    for error in [
        emit("e", 1).await.unwrap_err().to_string(),
        send("e").await.unwrap_err().to_string(),
        socketio::call::<()>("e", 1).await.unwrap_err().to_string(),
        join_room("r").await.unwrap_err().to_string(),
        socketio::disconnect().await.unwrap_err().to_string(),
        socketio::rooms().unwrap_err().to_string(),
    ] {
        assert!(
            error.contains("io.emit") && error.contains("socketio::spawn"),
            "{error}"
        );
    }
    assert!(spawn(async { sid() }).await.unwrap().is_err());
}

#[tokio::test]
async fn everybody_and_some_at_once_is_an_error() {
    let io = server().io();

    for emit in [
        io.emit("e", 1).broadcast().to("room"),
        io.emit("e", 1).to("room").broadcast(),
    ] {
        let error = emit.await.unwrap_err().to_string();
        assert!(error.contains(".include_self(false)"), "{error}");
    }
    io.emit("e", 1).broadcast().await.unwrap();
}

#[on("alone")]
async fn alone(socket: Socket) -> String {
    let free = emit("e", 1).include_self(false).await;
    let bound = socket.send(1).include_self(false).except("room").await;
    let asked = emit("e", 1).include_self(false).acks::<()>().await;
    let nobody = Err(TargetError::NobodyLeft.into());
    assert_eq!((&free, &bound), (&nobody, &nobody));
    assert_eq!(asked.err(), free.clone().err());
    free.unwrap_err().to_string()
}

#[tokio::test]
async fn leaving_the_caller_out_of_what_is_for_the_caller_alone_is_an_error() {
    let mut ann = Wire::join(&SocketIo::new(routes![alone]), "/").await;

    ann.send(r#"21["alone"]"#).await;

    let text = ann.recv().await;
    assert!(
        text.contains("add `.broadcast()`") && text.contains("`.to(..)`"),
        "{text}"
    );
}

#[tokio::test]
async fn a_handle_of_one_namespace_speaks_to_it() {
    let server = SocketIo::builder().namespaces(["/board"]).build().unwrap();
    let io = server.io();
    let board = io.of("/board");
    let mut ann = Wire::open(&server).await;
    let sid: Sid = ann.enter("/board").await.parse().unwrap();

    board.join_room("editors").of(sid).await.unwrap();
    board.emit("e", 1).to("editors").await.unwrap();
    io.emit("e", 2).namespace("/board").await.unwrap();

    assert_eq!(ann.recv().await, r#"2/board,["e",1]"#);
    assert_eq!(ann.recv().await, r#"2/board,["e",2]"#);
    assert_eq!(board.sids().await.unwrap(), [sid]);
    assert!(board.sids().namespace("/").await.unwrap().is_empty());
    board.emit("e", 3).except(Some(sid)).await.unwrap();
    board.emit("e", 4).except(None).await.unwrap();
    assert_eq!(ann.recv().await, r#"2/board,["e",4]"#);
    let typo = io.of("/typo").emit("e", 1).await.unwrap_err();
    assert_eq!(
        typo,
        TargetError::UnknownNamespace("/typo".to_owned()).into()
    );
}

#[tokio::test]
async fn a_spawned_task_keeps_the_context() {
    let io = server();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"21["background"]"#).await;

    assert_eq!(wire.recv().await, "31[]");
    assert_eq!(wire.recv().await, r#"2["kept the context","/"]"#);
    assert_eq!(wire.recv().await, r#"2["by room"]"#);
}

#[tokio::test]
async fn binary_goes_both_ways() {
    let io = server();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"51-7["bin","n",{"deep":[{"_placeholder":true,"num":0}]}]"#)
        .await;
    wire.attach(b"bytes").await;

    assert_eq!(
        wire.recv().await,
        r#"51-["bin","n",{"deep":[{"_placeholder":true,"num":0}]}]"#
    );
    assert_eq!(wire.recv_bytes().await, b"bytes");
    assert_eq!(
        wire.recv().await,
        r#"62-7[{"_placeholder":true,"num":0},{"deep":[{"_placeholder":true,"num":1}]}]"#
    );
    assert_eq!(wire.recv_bytes().await, b"ack");
    assert_eq!(wire.recv_bytes().await, b"bytes");
}

#[tokio::test]
async fn the_catch_all_sees_the_name() {
    let io = server();
    let mut wire = Wire::join(&io, "/chat").await;

    wire.send(r#"2/chat,7["h\u00e9 \"llo\"",1,[2]]"#).await;

    assert_eq!(wire.recv().await, r#"3/chat,7["hé \"llo\"",[1,[2]]]"#);
}

#[tokio::test]
async fn the_handshake_can_be_read() {
    #[on("who")]
    async fn who(socket: Socket) -> (Option<String>, String, Value, String) {
        (
            socket.query("token"),
            socket.header("x-CUSTOM").unwrap_or_default().to_owned(),
            socket.auth().unwrap(),
            socket.transport().as_str().to_owned(),
        )
    }
    let io = SocketIo::new(routes![who]);
    let mut wire = Wire::open(&io).await;
    wire.send(r#"0{"role":"admin"}"#).await;
    wire.recv().await;

    wire.send(r#"21["who"]"#).await;

    assert_eq!(
        wire.recv().await,
        r#"31["a b","yes",{"role":"admin"},"websocket"]"#
    );
}
