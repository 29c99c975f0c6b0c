//! Mistakes that others have made, and that are not made here.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Value, json};
use socketio::{
    Args, ConnectionRefused, EventName, Session, Sid, Socket, SocketIo, State, call, disconnect,
    emit, join_room, leave_room, on, on_error, on_error_default, rooms, routes, send,
};
use tests::{Node, RawClient};

use crate::{Log, join, noted};

#[on("connect")]
#[on("connect", namespace = "/other")]
async fn fails(log: State<Log>) -> socketio::Result {
    log.add("asked");
    Ok("not a number".parse::<u8>().map(drop)?)
}

#[on_error]
async fn forgives(log: State<Log>) {
    log.add("forgiven");
}

#[on_error_default]
async fn forgives_all(error: socketio::Error, log: State<Log>) -> bool {
    log.add(error.to_string());
    true
}

#[tokio::test]
async fn no_error_handler_lets_in_whom_the_connect_handler_could_not() {
    let builder = SocketIo::builder().routes(routes![fails, forgives, forgives_all]);
    let io = builder.state(Log::default()).build().unwrap();

    for namespace in ["/", "/other"] {
        assert!(
            io.test_client(namespace).connect().await.is_err(),
            "{namespace}"
        );
        let there = io.io().sids().namespace(namespace).await.unwrap();
        assert!(there.is_empty(), "{namespace}");
    }
}

#[tokio::test]
async fn a_connect_handler_that_fails_runs_once_and_its_error_is_not_replaced() {
    let builder = SocketIo::builder().routes(routes![fails, forgives_all]);
    let io = builder.state(Log::default()).build().unwrap();

    let _ = io.test_client("/").auth(&json!({ "a": 1 })).connect().await;

    assert_eq!(noted(&io), ["asked", "invalid digit found in string"]);
}

#[on("*", namespace = "*")]
async fn everything(event: EventName, args: Args, socket: Socket) -> (EventName, String, usize) {
    (event, socket.namespace().to_owned(), args.len())
}

#[tokio::test]
async fn a_handler_of_all_events_of_all_namespaces_is_called_and_answers() {
    let ann = join(&SocketIo::new(routes![everything]), "/any/where").await;

    let answer: (String, String, usize) = ann.call("what ever", (1, 2)).await.unwrap();

    assert_eq!(answer, ("what ever".to_owned(), "/any/where".to_owned(), 2));
}

#[on("ping me", namespace = "*")]
async fn ping_me() -> &'static str {
    "pong"
}

#[tokio::test]
async fn a_handler_of_all_namespaces_is_enough_to_join_them() {
    let io = SocketIo::new(routes![ping_me]);

    for namespace in ["/", "/a", "/a/b"] {
        let ann = join(&io, namespace).await;
        assert_eq!(ann.call::<String>("ping me", ()).await.unwrap(), "pong");
    }
}

#[on("*")]
async fn name_of(event: EventName) -> EventName {
    event
}

#[tokio::test]
async fn a_catch_all_knows_the_real_name() {
    let ann = join(&SocketIo::new(routes![name_of]), "/").await;

    for name in ["a", "my event", "ünï\"code\\"] {
        assert_eq!(ann.call::<String>(name, ()).await.unwrap(), name);
    }
}

#[on("send but")]
async fn send_but(skipped: String) -> socketio::Result {
    send("hi")
        .broadcast()
        .skip_sid(skipped)
        .include_self(false)
        .await?;
    Ok(())
}

#[tokio::test]
async fn leaving_out_oneself_forgets_nobody_else_who_is_skipped() {
    let io = SocketIo::new(routes![send_but]);
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    let mut eve = join(&io, "/").await;

    ann.emit("send but", bob.sid()).await;

    assert_eq!(ann.received().await, []);
    assert_eq!(bob.received().await, []);
    assert_eq!(eve.received().await, [("message", json!(["hi"]))]);
}

#[on("ask back")]
async fn ask_back(n: u8) -> socketio::Result<u8> {
    Ok(call("question", n).await?)
}

#[on("note")]
async fn note(text: String, log: State<Log>) {
    tokio::task::yield_now().await;
    log.add(text);
}

#[tokio::test]
async fn a_test_client_changes_nothing_about_the_server() {
    for concurrent in [false, true] {
        let builder = SocketIo::builder().routes(routes![ask_back, note]);
        let builder = builder.state(Log::default()).async_handlers(concurrent);
        let io = builder.build().unwrap();
        let ann = join(&io, "/").await;
        ann.on("question", |n: u8| n + 1);

        // A handler may wait for the client's answer, however its events are handled.
        assert_eq!(ann.call::<u8>("ask back", 1).await.unwrap(), 2);
        ann.emit("note", "a").await;
        ann.call::<()>("note", "b").await.unwrap();
        assert_eq!(noted(&io), ["a", "b"]);
    }
}

#[on("connect", namespace = "/a")]
#[on("connect", namespace = "/b")]
async fn remember(auth: Value, socket: Socket) -> socketio::Result {
    emit("auth", (auth, socket.auth::<Value>()?)).await?;
    Ok(())
}

#[tokio::test]
async fn what_one_namespace_knows_of_a_client_the_others_do_not() {
    let io = SocketIo::new(routes![remember]);
    let (x, y) = (json!({ "user": "x" }), json!({ "user": "y" }));
    let mut a = io.test_client("/a").auth(&x).connect().await.unwrap();
    let mut b = a.connect_with("/b", &y).await.unwrap();

    assert_eq!(a.received().await, [("auth", json!([x, x]))]);
    assert_eq!(b.received().await, [("auth", json!([y, y]))]);
}

#[tokio::test]
async fn an_unknown_namespace_is_refused_in_an_object_as_clients_expect() {
    let node = Node::router(&SocketIo::new(routes![note_free])).await;
    let client = RawClient::connect(node.addr).await;
    let websocket = client.upgrade("/socket.io/?EIO=4&transport=websocket", &[]);
    let mut websocket = websocket.await.expect("a WebSocket opens");
    websocket.text().await;

    websocket.send("40/nowhere,").await;

    assert_eq!(
        websocket.text().await,
        r#"44/nowhere,{"message":"Invalid namespace"}"#
    );
}

#[on("note free")]
async fn note_free() {}

#[on("roll call")]
async fn roll_call() -> socketio::Result<HashMap<String, (u8, Bytes)>> {
    let mut answers = emit("here?", ()).broadcast().acks::<(u8, Bytes)>().await?;
    let mut all = HashMap::new();
    while let Some((sid, answer)) = answers.next().await {
        all.insert(Sid::to_string(&sid), answer?);
    }
    Ok(all)
}

#[tokio::test]
async fn the_answers_of_many_are_whole_and_have_names() {
    let io = SocketIo::new(routes![roll_call]);
    let (ann, bob) = (join(&io, "/").await, join(&io, "/").await);
    ann.on("here?", |()| (1, Bytes::from_static(b"\x01")));
    bob.on("here?", |()| (2, Bytes::from_static(b"\x02")));

    let all: HashMap<String, (u8, Bytes)> = ann.call("roll call", ()).await.unwrap();

    assert_eq!(all.len(), 2);
    assert_eq!(all[ann.sid()], (1, Bytes::from_static(b"\x01")));
    assert_eq!(all[bob.sid()], (2, Bytes::from_static(b"\x02")));
}

#[on("size")]
async fn size(bytes: Bytes) -> usize {
    bytes.len()
}

#[on("text size")]
async fn text_size(text: String) -> usize {
    text.len()
}

#[tokio::test]
async fn the_largest_message_is_the_same_over_websocket() {
    let builder = SocketIo::builder().routes(routes![size, text_size]);
    let io = builder.max_http_buffer_size(1000).build().unwrap();
    let ann = join(&io, "/").await;

    let most = Bytes::from(vec![7; 1000]);
    assert_eq!(ann.call::<usize>("size", most).await.unwrap(), 1000);
    let text = "x".repeat(900);
    assert_eq!(ann.call::<usize>("text size", text).await.unwrap(), 900);

    let bob = join(&io, "/").await;
    let more = Bytes::from(vec![7; 1001]);
    assert!(bob.call::<usize>("size", more).await.is_err());
    assert!(!bob.is_connected().await);
    let longer = "x".repeat(1001);
    assert!(ann.call::<usize>("text size", longer).await.is_err());
    assert!(!ann.is_connected().await);
}

#[on("fail")]
async fn fail(how: String) -> Result<u8, ConnectionRefused> {
    match how.as_str() {
        "panic" => panic!("as asked"),
        _ => Err(ConnectionRefused::new("as asked")),
    }
}

#[tokio::test]
async fn a_handler_that_fails_still_answers() {
    let ann = join(&SocketIo::new(routes![fail]), "/").await;

    for how in ["panic", "error"] {
        let answer: Value = ann.call("fail", how).await.unwrap();
        assert!(answer["error"]["kind"].is_string(), "{how}: {answer}");
    }
}

#[on("événement")]
async fn named_in_french(value: Value) -> Value {
    value
}

#[tokio::test]
async fn text_that_is_escaped_is_the_same_text() {
    let node = Node::router(&SocketIo::new(routes![named_in_french])).await;
    let client = RawClient::connect(node.addr).await;
    let websocket = client.upgrade("/socket.io/?EIO=4&transport=websocket", &[]);
    let mut websocket = websocket.await.expect("a WebSocket opens");
    websocket.text().await;
    websocket.send("40").await;
    websocket.text().await;

    websocket
        .send(r#"420["\u00e9v\u00e9nement","\u00e9\ud83d\ude00"]"#)
        .await;

    assert_eq!(websocket.text().await, "430[\"é\u{1f600}\"]");
}

#[on("count", namespace = "/a")]
#[on("count", namespace = "/b")]
async fn count(seen: Session<u32>) -> u32 {
    seen.with(|seen| {
        *seen += 1;
        *seen
    })
}

#[tokio::test]
async fn a_session_is_not_shared_by_the_namespaces_of_a_connection() {
    let a = join(&SocketIo::new(routes![count]), "/a").await;
    let b = a.connect("/b").await.unwrap();

    assert_eq!(a.call::<u32>("count", ()).await.unwrap(), 1);
    assert_eq!(a.call::<u32>("count", ()).await.unwrap(), 2);
    assert_eq!(b.call::<u32>("count", ()).await.unwrap(), 1);
}

#[on("pass on")]
async fn pass_on(to: String) -> socketio::Result<(Option<u8>, Bytes)> {
    emit("null", None::<u8>).to(&to).await?;
    emit("nothing", ()).to(&to).await?;
    Ok(call("bytes?", None::<u8>).to(to).await?)
}

#[tokio::test]
async fn a_lone_null_and_a_binary_answer_reach_another_client() {
    let io = SocketIo::new(routes![pass_on]);
    let (ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    bob.on("bytes?", |asked: Option<u8>| {
        (asked, Bytes::from_static(b"\0\xff"))
    });

    let answer: (Option<u8>, Bytes) = ann.call("pass on", bob.sid()).await.unwrap();

    assert_eq!(answer, (None, Bytes::from_static(b"\0\xff")));
    let heard = [("null", json!([null])), ("nothing", json!([]))];
    assert_eq!(bob.received().await, heard);
}

#[on("in and out")]
async fn in_and_out(socket: Socket) -> socketio::Result<(usize, usize, bool)> {
    join_room("room").await?;
    emit("inside", ()).to("room").await?;
    let inside = rooms()?.len();
    leave_room("room").await?;
    emit("outside", ()).to("room").await?;
    let outside = rooms()?.len();
    disconnect().await?;
    Ok((inside, outside, socket.is_connected()))
}

#[tokio::test]
async fn joining_leaving_and_disconnecting_hold_from_the_next_line_on() {
    let mut ann = join(&SocketIo::new(routes![in_and_out]), "/").await;

    let states: (usize, usize, bool) = ann.call("in and out", ()).await.unwrap();

    assert_eq!(states, (2, 1, false));
    assert_eq!(ann.received().await, [("inside", json!([]))]);
}
