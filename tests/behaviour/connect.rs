//! How a client gets in, or does not.

use serde::Deserialize;
use serde_json::{Value, json};
use socketio::{
    Auth, ConnectionRefused, Socket, SocketIo, State, emit, join_room, on, on_error_default, routes,
};
use tokio::sync::Notify;

use crate::{Log, join, noted};

#[derive(Deserialize)]
struct Token {
    token: String,
}

#[derive(Deserialize)]
struct How {
    how: String,
}

#[on("connect", namespace = "/typed")]
async fn typed(auth: Token) -> bool {
    auth.token == "secret"
}

#[on("connect", namespace = "/optional")]
async fn optional(Auth(auth): Auth<Option<Token>>) -> socketio::Result {
    emit("auth", auth.map(|auth| auth.token)).await?;
    Ok(())
}

#[on("connect", namespace = "/refuses")]
async fn refuses(auth: How, log: State<Log>) -> Result<(), ConnectionRefused> {
    log.add(&auth.how);
    emit("never", 1).await.expect("it is held back");
    join_room("in").await.expect("it is undone");
    tokio::task::yield_now().await;
    let refused = ConnectionRefused::new("no");
    Err(match auth.how.as_str() {
        "bare" => ConnectionRefused::default(),
        "message" => refused,
        "data" => refused.data(401),
        _ => refused.data(json!({ "code": 401 })).data("more"),
    })
}

#[on("connect", namespace = "/fails")]
async fn fails(auth: How) -> socketio::Result {
    match auth.how.as_str() {
        "error" => Err("the password is 1234".into()),
        "late" => {
            tokio::task::yield_now().await;
            Err("the password is 1234".into())
        }
        _ => panic!("the password is 1234"),
    }
}

#[on("connect", namespace = "/slow")]
async fn slow(gate: State<Notify>, log: State<Log>) -> socketio::Result {
    log.add("asked");
    emit("early", 1).await?;
    join_room("in").await?;
    gate.notified().await;
    emit("early", 2).to("in").await?;
    Ok(())
}

#[on("hello", namespace = "/slow")]
async fn hello(text: String) -> String {
    text
}

#[on("disconnect", namespace = "/refuses")]
#[on("disconnect", namespace = "/slow")]
async fn gone(socket: Socket, log: State<Log>) {
    log.add(format!("gone from {}", socket.namespace()));
}

#[on_error_default]
async fn swallow(log: State<Log>) -> &'static str {
    log.add("error handler");
    "fine"
}

fn server(always_connect: bool) -> SocketIo {
    let handlers = routes![typed, optional, refuses, fails, slow, hello, gone, swallow];
    let builder = SocketIo::builder()
        .routes(handlers)
        .state(Log::default())
        .state(Notify::new())
        .always_connect(always_connect);
    builder.build().unwrap()
}

async fn refusal(io: &SocketIo, namespace: &str, auth: Value) -> (String, Option<Value>) {
    let client = io.test_client(namespace).auth(&auth).connect().await;
    let refused = client.expect_err("it is refused");
    (refused.message().to_owned(), refused.data())
}

const REJECTED: &str = "Connection rejected by server";

#[tokio::test]
async fn the_auth_payload_is_typed_and_decides() {
    let io = server(false);
    let right = json!({ "token": "secret" });

    assert!(
        io.test_client("/typed")
            .auth(&right)
            .connect()
            .await
            .is_ok()
    );
    let wrong = refusal(&io, "/typed", json!({ "token": "guess" })).await;
    assert_eq!(wrong.0, REJECTED);
}

#[tokio::test]
async fn auth_of_another_shape_refuses_without_a_word_about_it() {
    let io = server(false);

    assert_eq!(
        refusal(&io, "/typed", json!({ "user": "ann" })).await.0,
        REJECTED
    );
    assert_eq!(refusal(&io, "/typed", json!({})).await.0, REJECTED);
    let none = io.test_client("/typed").connect().await;
    assert_eq!(none.unwrap_err().message(), REJECTED);
}

#[tokio::test]
async fn auth_can_be_optional() {
    let io = server(false);
    let token = json!({ "token": "x" });
    let mut with = io
        .test_client("/optional")
        .auth(&token)
        .connect()
        .await
        .unwrap();
    let mut without = io.test_client("/optional").connect().await.unwrap();

    assert_eq!(with.received().await, [("auth", json!(["x"]))]);
    assert_eq!(without.received().await, [("auth", json!([null]))]);
}

#[tokio::test]
async fn a_refusal_has_one_of_four_shapes() {
    let io = server(false);
    let null = Some(Value::Null);

    assert_eq!(
        refusal(&io, "/refuses", json!({ "how": "bare" })).await,
        (REJECTED.to_owned(), null.clone())
    );
    assert_eq!(
        refusal(&io, "/refuses", json!({ "how": "message" })).await,
        ("no".to_owned(), null)
    );
    assert_eq!(
        refusal(&io, "/refuses", json!({ "how": "data" })).await,
        ("no".to_owned(), Some(json!(401)))
    );
    assert_eq!(
        refusal(&io, "/refuses", json!({ "how": "several" })).await,
        ("no".to_owned(), Some(json!([{ "code": 401 }, "more"])))
    );
}

#[tokio::test]
async fn who_is_refused_was_never_there() {
    let io = server(false);

    refusal(&io, "/refuses", json!({ "how": "message" })).await;

    assert_eq!(noted(&io), ["message"]);
    let there = io.io().sids().namespace("/refuses");
    assert!(there.await.unwrap().is_empty());
    let inside = io.io().sids().namespace("/refuses").in_room("in");
    assert!(inside.await.unwrap().is_empty());
}

#[tokio::test]
async fn every_failure_refuses_and_keeps_its_secrets() {
    let io = server(false);

    let main = join(&io, "/").await;

    for how in ["error", "late", "panic"] {
        let auth = json!({ "how": how });
        let refused = main.connect_with("/fails", &auth).await.unwrap_err();
        assert_eq!(refused.message(), REJECTED, "{how}");
        assert_eq!(refused.data(), Some(Value::Null), "{how}");
        // The session lives on.
        assert!(main.is_connected().await, "{how}");
    }
}

#[tokio::test]
async fn what_a_connect_handler_emits_arrives_behind_connect() {
    let io = server(false);
    io.io().state::<Notify>().unwrap().notify_one();

    let mut ann = io.test_client("/slow").connect().await.unwrap();

    assert_eq!(
        ann.received().await,
        [("early", json!([1])), ("early", json!([2]))]
    );
}

#[tokio::test]
async fn nobody_joins_before_the_connect_handler_has_said_yes() {
    let io = server(false);
    let client = io.test_client("/slow").connect();
    tokio::pin!(client);

    let (handle, log) = (io.io(), io.io().state::<Log>().unwrap());
    let ann = tokio::select! {
        biased;
        _ = &mut client => unreachable!("nobody has said yes"),
        () = log.has("asked") => {
            let there = handle.sids().namespace("/slow").await.unwrap();
            assert!(there.is_empty());
            handle.state::<Notify>().unwrap().notify_one();
            client.await.unwrap()
        }
    };
    let hello: String = ann.call("hello", "hi").await.unwrap();
    assert_eq!(hello, "hi");
}

#[tokio::test]
async fn with_always_connect_the_yes_comes_first_and_a_refusal_disconnects() {
    let io = server(true);

    let client = io
        .test_client("/refuses")
        .auth(&json!({ "how": "message" }))
        .connect()
        .await;
    let mut ann = client.expect("CONNECT comes first");

    ann.expect_disconnect().await;
    assert_eq!(noted(&io), ["message"]);
}

#[on("connect", namespace = "/guarded")]
async fn guarded(allowed: State<Notify>, log: State<Log>) -> bool {
    log.add("asked");
    allowed.notified().await;
    log.add("refused");
    false
}

#[on("secret", namespace = "/guarded", concurrent)]
async fn secret(log: State<Log>) {
    log.add("told");
}

#[tokio::test]
async fn nobody_is_heard_before_the_connect_handler_has_decided() {
    let io = SocketIo::builder()
        .always_connect(true)
        .state(Log::default())
        .state(Notify::new())
        .routes(routes![guarded, secret])
        .build()
        .unwrap();
    let mut client = join(&io, "/guarded").await;

    client.emit("secret", ()).await;
    io.io().state::<Notify>().unwrap().notify_one();

    client.expect_disconnect().await;
    assert_eq!(noted(&io), ["asked", "refused"]);
}

#[tokio::test]
async fn a_client_may_join_a_namespace_again() {
    let io = server(false);
    io.io().state::<Notify>().unwrap().notify_one();
    let main = join(&io, "/").await;
    let mut first = main.connect("/slow").await.unwrap();

    first.disconnect().await;
    io.io().state::<Notify>().unwrap().notify_one();
    let second = main.connect("/slow").await.unwrap();

    assert_ne!(first.sid(), second.sid());
    assert_eq!(noted(&io), ["asked", "gone from /slow", "asked"]);
}
