//! A namespace that is an object.

use serde_json::{Value, json};
use socketio::{
    Args, EventName, Reason, Socket, State, disconnect, emit, namespace, send, testing::AnswerError,
};

use super::{client_of, describe, server};
use crate::{Log, noted};

#[derive(Debug)]
pub(super) struct Desk;

#[namespace("/desk")]
impl Desk {
    #[on("connect")]
    async fn enter(&self, socket: Socket) -> socketio::Result {
        describe(&socket, "desk").await
    }

    #[on("disconnect")]
    async fn gone(&self, reason: Reason, log: State<Log>) {
        log.add(format!("/desk {}", reason.flask()));
    }

    #[on("message")]
    async fn message(&self, text: String) -> socketio::Result<String> {
        send(&text).await?;
        Ok(text)
    }

    #[on("json")]
    async fn json(&self, value: Value) -> socketio::Result<Value> {
        send(&value).json().broadcast().await?;
        Ok(value)
    }

    #[on("exit")]
    async fn exit(&self) -> socketio::Result {
        Ok(disconnect().await?)
    }

    #[event]
    async fn mirror(&self, value: Value) -> socketio::Result<Value> {
        emit("mirrored", &value).await?;
        Ok(value)
    }

    #[event]
    async fn note(&self, event: EventName, args: Args, log: State<Log>) {
        log.add(format!("{event} {}", args.to_json()));
    }
}

#[tokio::test]
async fn its_connect_handler_greets() {
    let mut ann = server().test_client("/desk").connect().await.unwrap();

    assert_eq!(
        ann.received().await,
        [
            ("message", json!(["desk"])),
            ("handshake", json!(["EIO=4&transport=websocket", []]))
        ]
    );
}

#[tokio::test]
async fn its_connect_handler_sees_query_and_headers() {
    let client = server().test_client("/desk").query("page=2");

    let client = client.header("Authorization", "Basic x");
    let mut ann = client.connect().await.unwrap();

    let (query, headers): (String, Vec<String>) = ann.expect("handshake").await;
    assert!(query.ends_with("&page=2"), "{query}");
    assert_eq!(headers, ["authorization: Basic x"]);
}

#[tokio::test]
async fn its_disconnect_handler_learns_the_reason() {
    let io = server();

    client_of(&io, "/desk").await.disconnect().await;

    assert_eq!(noted(&io), ["/desk client disconnect"]);
}

#[tokio::test]
async fn it_takes_unnamed_events() {
    let mut ann = client_of(&server(), "/desk").await;

    ann.emit("message", "hm").await;

    assert_eq!(ann.received().await, [("message", json!(["hm"]))]);
}

#[tokio::test]
async fn it_takes_unnamed_json() {
    let mut ann = client_of(&server(), "/desk").await;

    ann.emit("json", json!({ "n": 1 })).await;

    assert_eq!(ann.received().await, [("json", json!([{ "n": 1 }]))]);
}

#[tokio::test]
async fn whom_it_disconnects_cannot_send_any_more_and_the_others_can() {
    let io = server();
    let (mut ann, mut bob) = (client_of(&io, "/desk").await, client_of(&io, "/desk").await);

    ann.emit("exit", ()).await;
    ann.expect_disconnect().await;
    assert!(bob.is_connected().await);
    let unheard = ann.call::<Value>("mirror", 1).await;
    assert!(matches!(unheard, Err(AnswerError::NoAnswer)));

    bob.emit("exit", ()).await;
    bob.expect_disconnect().await;
    assert_eq!(
        noted(&io),
        ["/desk server disconnect", "/desk server disconnect"]
    );
}

#[tokio::test]
async fn its_methods_are_events_by_their_names() {
    let mut ann = client_of(&server(), "/desk").await;

    ann.emit("mirror", json!({ "n": 1 })).await;

    assert_eq!(ann.received().await, [("mirrored", json!([{ "n": 1 }]))]);
}

#[tokio::test]
async fn its_methods_know_the_event_and_its_arguments() {
    let io = server();

    client_of(&io, "/desk").await.emit("note", "x").await;

    assert_eq!(noted(&io), [r#"note ["x"]"#]);
}
