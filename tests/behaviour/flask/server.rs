//! The server around the handlers.

use std::collections::HashMap;

use serde::{Serialize, ser::Error as _};
use serde_json::{Value, json};
use socketio::{Data, Io, SocketIo, TransportKind, emit, on, routes, send};

use super::{main_client, server};
use crate::{join, noted};

#[tokio::test]
async fn a_handler_needs_no_attribute() {
    let io = server();
    let main = main_client(&io).await;
    let news = main.connect("/news").await.unwrap();

    main.emit("third name", "x").await;
    news.emit("third name", "y").await;

    assert_eq!(noted(&io), ["third name x", "third name y"]);
}

#[on("connect")]
async fn greet() -> socketio::Result {
    Ok(send(json!({ "hello": "you" })).json().await?)
}

#[tokio::test]
async fn handlers_come_first_and_options_later() {
    let begun = SocketIo::builder().routes(routes![greet]);
    let begun = begun.allow_upgrades(false);

    let io = begun.cookie("id").transports([TransportKind::WebSocket]);
    let mut ann = join(&io.build().unwrap(), "/").await;

    assert_eq!(
        ann.received().await,
        [("json", json!([{ "hello": "you" }]))]
    );
}

/// Has no form in JSON.
struct Unsendable;

impl Serialize for Unsendable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("it stays here"))
    }
}

#[on("emit unsendable")]
async fn emit_unsendable() -> socketio::Result {
    Ok(emit("e", HashMap::from([("a", Unsendable)])).await?)
}

#[on("return unsendable")]
async fn return_unsendable() -> Unsendable {
    Unsendable
}

#[on("changing")]
async fn changing() -> socketio::Result<Value> {
    let mut value = json!({ "state": "before" });
    emit("changed", &value).await?;
    value["state"] = json!("after");
    Ok(value)
}

#[tokio::test]
async fn what_a_client_sends_is_what_the_handler_gets_and_answers() {
    let mut ann = main_client(&server()).await;
    let mut value = json!({ "state": "before" });

    let answer: Value = ann.call("mirror", &value).await.unwrap();
    value["state"] = json!("after");

    assert_eq!(answer, json!({ "state": "before" }));
    assert_eq!(
        ann.received().await,
        [("mirrored", json!([{ "state": "before" }]))]
    );
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_of_the_handler() {
    let handlers = routes![emit_unsendable, return_unsendable, changing];
    let mut ann = join(&SocketIo::new(handlers), "/").await;

    for event in ["emit unsendable", "return unsendable"] {
        let answer: Value = ann.call(event, ()).await.unwrap();
        assert_eq!(answer["error"]["kind"], "handler", "{event}");
    }
    let answer: Value = ann.call("changing", ()).await.unwrap();

    assert_eq!(answer, json!({ "state": "after" }));
    assert_eq!(
        ann.received().await,
        [("changed", json!([{ "state": "before" }]))]
    );
}

#[on("connect", namespace = "/background")]
async fn start(io: Io) {
    socketio::spawn(async move { io.emit("started", ()).namespace("/background").await });
}

#[tokio::test]
async fn a_background_task_reaches_the_client_that_started_it() {
    let mut ann = join(&SocketIo::new(routes![start]), "/background").await;

    ann.expect::<()>("started").await;
}

#[tokio::test]
async fn any_value_of_the_protocol_can_be_mirrored() {
    let ann = main_client(&server()).await;

    for value in [
        json!(null),
        json!([]),
        json!("\u{1f600}\"\\"),
        json!(1.5e300),
    ] {
        let answer: Data = ann.call("mirror", &value).await.unwrap();
        assert_eq!(answer, Data::from(value));
    }
}
