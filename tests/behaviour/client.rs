//! The test client itself: what a test of an application can rely on.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use socketio::{
    ConnectionRefused, Event, Socket, SocketIo, State, call, disconnect, emit, join_room, on,
    routes,
    testing::{AnswerError, TestClient},
};
use tokio::{
    sync::Notify,
    time::{Instant, sleep},
};

#[derive(Debug, PartialEq, Serialize, Deserialize, Event)]
#[event("line", namespace = "/chat")]
struct Line {
    room: String,
    text: String,
}

#[on("connect", namespace = "/chat")]
async fn enter(auth: Option<Value>, socket: Socket) -> Result<(), ConnectionRefused> {
    match auth.as_ref().and_then(|auth| auth["token"].as_str()) {
        Some("wrong") => Err(ConnectionRefused::new("go away").data(401)),
        _ => {
            let _ = socket.emit("welcome", socket.query("name")).await;
            Ok(())
        }
    }
}

#[on("disconnect", namespace = "/chat")]
async fn left(socket: Socket) -> socketio::Result {
    emit("left", socket.sid())
        .broadcast()
        .include_self(false)
        .await?;
    Ok(())
}

#[on("join", namespace = "/chat")]
async fn join(room: String) -> socketio::Result {
    join_room(&room).await?;
    Ok(())
}

#[on("say", namespace = "/chat")]
async fn say(line: Line) -> socketio::Result<usize> {
    line.to(&line.room).await?;
    Ok(line.text.len())
}

#[on("echo")]
async fn echo(value: socketio::Data) -> socketio::Result<socketio::Data> {
    emit("echo", &value).await?;
    Ok(value)
}

#[on("pair")]
async fn pair() -> (u8, String) {
    (1, "two".to_owned())
}

#[on("delete")]
async fn delete(file: String) -> socketio::Result<bool> {
    Ok(call("sure?", &file).await?)
}

#[on("slow")]
async fn slow(seconds: u64) -> socketio::Result {
    sleep(Duration::from_secs(seconds)).await;
    emit("done", seconds).await?;
    Ok(())
}

#[on("held")]
async fn held(gate: State<Notify>) {
    gate.notified().await;
}

#[on("bye")]
async fn bye() -> socketio::Result {
    disconnect().await?;
    Ok(())
}

#[on("fail")]
async fn fail() -> socketio::Result<u8> {
    Err("inner".into())
}

#[on("peer")]
async fn peer(socket: Socket) -> (Option<String>, Option<String>, Option<String>) {
    let addr = socket.addr().map(|addr| addr.to_string());
    let header = socket.header("X-Colour").map(str::to_owned);
    (addr, header, socket.query("lang"))
}

#[on("extension")]
async fn extension(socket: Socket) -> Option<u32> {
    socket.request_parts().extensions.get().copied()
}

fn server() -> SocketIo {
    let free = routes![
        enter, left, join, say, echo, pair, delete, slow, held, bye, fail, peer, extension
    ];
    let builder = SocketIo::builder().routes(free).namespaces(["/empty"]);
    builder.state(Notify::new()).build().unwrap()
}

async fn chat(io: &SocketIo) -> TestClient {
    let mut client = io.test_client("/chat").connect().await.unwrap();
    client.expect::<Option<String>>("welcome").await;
    client
}

#[tokio::test]
async fn what_a_handler_sent_is_there_when_the_event_that_made_it_is_sent() {
    let io = server();
    let (mut ann, mut bob) = (chat(&io).await, chat(&io).await);
    ann.emit("join", "lobby").await;

    let line = json!({ "room": "lobby", "text": "hi" });
    bob.emit("say", &line).await;

    assert_eq!(ann.received().await, [("line", json!([line]))]);
    assert_eq!(ann.received().await, []);
    assert_eq!(bob.received().await, []);
}

#[tokio::test]
async fn an_expected_event_is_taken_and_others_stay() {
    let io = server();
    let mut ann = io.test_client("/").connect().await.unwrap();
    ann.emit("echo", 1).await;
    ann.emit("slow", 0).await;

    ann.expect::<u64>("done").await;

    assert_eq!(ann.received().await, [("echo", json!([1]))]);
}

#[tokio::test]
async fn a_typed_event_is_expected_by_its_type_alone() {
    let io = server();
    let mut ann = chat(&io).await;
    ann.emit("join", "lobby").await;
    let line = Line {
        room: "lobby".to_owned(),
        text: "hi".to_owned(),
    };

    let length: usize = ann.call("say", &line).await.unwrap();

    assert_eq!(length, 2);
    assert_eq!(ann.expect_event::<Line>().await, line);
}

#[tokio::test]
#[should_panic(expected = "`line` is an event of namespace `/chat`, and this client is in `/`")]
async fn a_typed_event_is_not_expected_in_another_namespace() {
    let mut ann = server().test_client("/").connect().await.unwrap();

    ann.expect_event::<Line>().await;
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = r#"expected `done`, but it did not come; what came instead: ["echo"]"#)]
async fn an_expectation_that_fails_says_what_came_instead() {
    let mut ann = server().test_client("/").connect().await.unwrap();
    ann.emit("echo", 1).await;

    ann.expect::<u64>("done").await;
}

#[tokio::test]
#[should_panic(expected = "`echo` came with [\"x\"]: args[0]: expected u64")]
async fn an_expected_event_with_other_arguments_fails_the_test() {
    let mut ann = server().test_client("/").connect().await.unwrap();
    ann.emit("echo", "x").await;

    ann.expect::<u64>("echo").await;
}

#[tokio::test]
async fn an_answer_is_read_as_what_the_test_asks_for() {
    let ann = server().test_client("/").connect().await.unwrap();

    let one: u8 = ann.call("echo", 7).await.unwrap();
    let several: (u8, String) = ann.call("pair", ()).await.unwrap();
    let list: Vec<Value> = ann.call("pair", ()).await.unwrap();
    let raw = ann.call_raw("pair", ()).await.unwrap();

    assert_eq!(one, 7);
    assert_eq!(several, (1, "two".to_owned()));
    assert_eq!(list, [json!(1), json!("two")]);
    assert_eq!(raw.to_json(), r#"[1,"two"]"#);
}

#[tokio::test]
async fn a_call_that_failed_says_how() {
    let ann = server().test_client("/").connect().await.unwrap();

    let failed = ann.call::<u8>("fail", ()).await.unwrap_err();
    let unfit = ann.call::<u8>("slow", "x").await.unwrap_err();
    let other = ann.call::<u8>("echo", "x").await.unwrap_err();

    assert_eq!(
        failed.to_string(),
        "the handler failed: handler: the handler failed"
    );
    assert!(matches!(unfit, AnswerError::Failed { kind, .. } if kind == "arguments"));
    assert!(matches!(other, AnswerError::Mismatch(args, _) if args.to_json() == r#"["x"]"#));
}

#[tokio::test]
async fn binary_values_go_both_ways() {
    let mut ann = server().test_client("/").connect().await.unwrap();
    let bytes = Bytes::from_static(&[0, 159, 255]);

    let answer: Bytes = ann.call("echo", &bytes).await.unwrap();

    assert_eq!(answer, bytes);
    assert_eq!(ann.expect::<Bytes>("echo").await, bytes);
}

#[tokio::test]
async fn a_listener_answers_what_the_server_asks() {
    let ann = server().test_client("/").connect().await.unwrap();
    ann.on("sure?", |file: String| file == "old");

    assert!(ann.call::<bool>("delete", "old").await.unwrap());
    assert!(!ann.call::<bool>("delete", "new").await.unwrap());
}

#[tokio::test]
async fn one_question_is_answered_by_hand_while_the_call_waits() {
    let ann = server().test_client("/").connect().await.unwrap();

    let (sure, ()) = tokio::join!(
        ann.call::<bool>("delete", "a"),
        ann.answer("sure?", |file: String| file == "a"),
    );

    assert!(sure.unwrap());
}

#[tokio::test]
async fn a_refused_client_sees_message_and_data() {
    let io = server();
    let wrong = json!({ "token": "wrong" });

    let refused = io.test_client("/chat").auth(&wrong).connect().await;
    let unknown = io.test_client("/nowhere").connect().await;

    let refused = refused.unwrap_err();
    assert_eq!(refused.message(), "go away");
    assert_eq!(refused.data::<u16>(), Some(401));
    assert_eq!(unknown.unwrap_err().message(), "Invalid namespace");
}

#[tokio::test]
async fn one_connection_joins_several_namespaces() {
    let io = server();
    let client = io.test_client("/").query("name=ann");
    let mut main = client.connect().await.unwrap();

    let wrong = json!({ "token": "wrong" });
    let refused = main.connect_with("/chat", &wrong).await;
    assert_eq!(refused.unwrap_err().message(), "go away");
    let mut chat = main.connect("/chat").await.unwrap();
    main.emit("echo", 1).await;

    assert_eq!(io.io().connections(), 1);
    assert_ne!(main.sid(), chat.sid());
    assert_eq!(chat.received().await, [("welcome", json!(["ann"]))]);
    assert_eq!(main.received().await, [("echo", json!([1]))]);
}

#[tokio::test]
async fn the_handshake_is_what_the_test_says() {
    let client = server()
        .test_client("/")
        .query("lang=en&x=a%20b")
        .header("x-colour", "red")
        .addr(([10, 0, 0, 7], 4711).into())
        .extension(5u32);

    let ann = client.connect().await.unwrap();

    let peer: Value = ann.call_raw("peer", ()).await.unwrap().parse().unwrap();
    assert_eq!(peer, json!(["10.0.0.7:4711", "red", "en"]));
    assert_eq!(ann.call::<u32>("extension", ()).await.unwrap(), 5);
}

#[tokio::test]
async fn a_client_leaves_by_itself_or_is_told_to() {
    let io = server();
    let mut ann = io.test_client("/").connect().await.unwrap();
    let mut bob = ann.connect("/empty").await.unwrap();

    ann.emit("bye", ()).await;
    ann.expect_disconnect().await;
    assert!(!ann.is_connected().await);
    assert!(bob.is_connected().await);

    bob.disconnect().await;
    assert!(!bob.is_connected().await);
    assert!(matches!(
        bob.call::<()>("x", ()).await,
        Err(AnswerError::NoAnswer)
    ));
}

#[tokio::test]
async fn a_client_that_closes_or_is_dropped_is_gone() {
    let io = server();
    let mut watcher = chat(&io).await;
    let (ann, bob) = (chat(&io).await, chat(&io).await);
    let (a, b) = (ann.sid().to_owned(), bob.sid().to_owned());

    ann.close().await;
    assert_eq!(watcher.expect::<String>("left").await, a);
    drop(bob);
    assert_eq!(watcher.expect::<String>("left").await, b);
}

#[tokio::test(start_paused = true)]
async fn under_a_paused_clock_waiting_takes_no_time() {
    let mut ann = server().test_client("/").connect().await.unwrap();
    let start = Instant::now();

    ann.emit("slow", 9).await;
    assert_eq!(ann.received().await, []);
    assert_eq!(ann.expect::<u64>("done").await, 9);

    assert_eq!(start.elapsed(), Duration::from_secs(9));
}

#[tokio::test(start_paused = true)]
async fn a_client_lives_on_through_hours_of_heartbeats() {
    let ann = server().test_client("/").connect().await.unwrap();

    for _ in 0..360 {
        sleep(Duration::from_secs(10)).await;
    }

    assert!(ann.is_connected().await);
}

#[tokio::test(start_paused = true)]
async fn a_patient_client_waits_longer() {
    let client = server().test_client("/").patience(Duration::from_secs(60));
    let mut ann = client.connect().await.unwrap();

    ann.emit("slow", 30).await;

    assert_eq!(ann.expect::<u64>("done").await, 30);
}

#[tokio::test]
async fn an_event_whose_handler_waits_does_not_hold_the_test() {
    let io = server();
    let ann = io.test_client("/").connect().await.unwrap();

    ann.emit("held", ()).await;
    io.io().state::<Notify>().unwrap().notify_one();

    assert_eq!(ann.call::<u8>("echo", 1).await.unwrap(), 1);
}
