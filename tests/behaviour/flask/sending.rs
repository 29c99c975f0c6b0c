//! Events, rooms and answers.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use socketio::{Routes, close_room, emit, join_room, leave_room, on, routes, send};

use super::{client_of, main_client, server};
use crate::noted;

#[on("enter")]
#[on("enter", namespace = "/news")]
async fn enter(room: String) -> socketio::Result {
    Ok(join_room(room).await?)
}

#[on("leave")]
async fn leave(room: String) -> socketio::Result {
    Ok(leave_room(room).await?)
}

#[on("close", namespace = "/news")]
async fn close(room: String) -> socketio::Result {
    Ok(close_room(room).await?)
}

#[on("tell room")]
async fn tell_room(room: String, value: Value) -> socketio::Result {
    Ok(emit("heard", &value).to(room).await?)
}

#[on("message to room", namespace = "/news")]
async fn message_to_room(room: String) -> socketio::Result {
    Ok(send("psst").to(room).await?)
}

pub(super) fn handlers() -> Routes {
    routes![enter, leave, close, tell_room, message_to_room]
}

#[tokio::test]
async fn an_unnamed_event_comes_back() {
    let mut ann = main_client(&server()).await;

    ann.emit("message", "are you there?").await;

    assert_eq!(
        ann.received().await,
        [("message", json!(["are you there?"]))]
    );
}

#[tokio::test]
async fn unnamed_json_reaches_everybody() {
    let io = server();
    let (mut ann, mut bob) = (main_client(&io).await, main_client(&io).await);

    ann.emit("json", json!({ "n": 1 })).await;

    let json = [("json", json!([{ "n": 1 }]))];
    assert_eq!(ann.received().await, json);
    assert_eq!(bob.received().await, json);
}

#[tokio::test]
async fn an_unnamed_event_comes_back_in_another_namespace() {
    let mut ann = client_of(&server(), "/news").await;

    ann.emit("message", "hm").await;

    assert_eq!(ann.received().await, [("message", json!(["hm"]))]);
}

#[tokio::test]
async fn unnamed_json_comes_back_in_another_namespace() {
    let mut ann = client_of(&server(), "/news").await;

    ann.emit("json", json!({ "n": 1 })).await;

    assert_eq!(ann.received().await, [("json", json!([{ "n": 1 }]))]);
}

#[tokio::test]
async fn a_named_event_is_answered_by_another() {
    let mut ann = main_client(&server()).await;

    ann.emit("mirror", json!({ "n": 1 })).await;

    assert_eq!(ann.received().await, [("mirrored", json!([{ "n": 1 }]))]);
}

#[tokio::test]
async fn binary_inside_an_object_comes_back() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Photo {
        pixels: Bytes,
    }
    let photo = || Photo {
        pixels: Bytes::from_static(&[1, 2, 3]),
    };
    let mut ann = main_client(&server()).await;

    ann.emit("mirror", photo()).await;

    assert_eq!(ann.expect::<Photo>("mirrored").await, photo());
}

#[tokio::test]
async fn what_has_no_handler_goes_to_the_catch_all_with_its_name() {
    let mut ann = main_client(&server()).await;

    ann.emit("never heard of", json!({ "n": 1 })).await;

    let both = json!(["never heard of", { "n": 1 }]);
    assert_eq!(ann.received().await, [("anything", both)]);
}

#[tokio::test]
async fn a_handler_for_all_namespaces_is_called_in_one_that_has_others() {
    let mut ann = client_of(&server(), "/news").await;

    ann.emit("anywhere", json!({ "n": 1 })).await;

    assert_eq!(ann.received().await, [("anywhere", json!([{ "n": 1 }]))]);
}

#[tokio::test]
async fn a_handler_of_two_events_knows_which_it_was_and_with_what() {
    let io = server();
    let ann = main_client(&io).await;

    ann.emit("first name", "x").await;
    ann.emit("second name", ("y", 2)).await;

    assert_eq!(
        noted(&io),
        [r#"first name ["x"]"#, r#"second name ["y",2]"#]
    );
}

#[tokio::test]
async fn a_named_event_is_answered_in_another_namespace() {
    let mut ann = client_of(&server(), "/news").await;

    ann.emit("mirror", json!({ "n": 1 })).await;

    assert_eq!(ann.received().await, [("mirrored", json!([{ "n": 1 }]))]);
}

#[tokio::test]
async fn a_broadcast_stays_in_its_namespace() {
    let io = server();
    let (ann, mut bob) = (main_client(&io).await, main_client(&io).await);
    let mut eve = client_of(&io, "/news").await;

    ann.emit("tell all", 1).await;

    assert_eq!(bob.received().await, [("told", json!([1]))]);
    assert_eq!(eve.received().await, []);
}

#[tokio::test]
async fn a_broadcast_in_another_namespace_stays_there() {
    let io = server();
    let (ann, mut bob) = (client_of(&io, "/news").await, client_of(&io, "/news").await);
    let mut eve = main_client(&io).await;

    ann.emit("tell all", 1).await;

    assert_eq!(bob.received().await, [("told", json!([1]))]);
    assert_eq!(eve.received().await, []);
}

#[tokio::test]
async fn rooms_are_entered_left_and_closed() {
    let io = server();
    let (mut ann, mut bob) = (main_client(&io).await, main_client(&io).await);
    let mut eve = client_of(&io, "/news").await;
    for client in [&ann, &bob, &eve] {
        client.emit("enter", "one").await;
    }
    let heard = [("heard", json!([1]))];

    ann.emit("tell room", ("one", 1)).await;
    assert_eq!(ann.received().await, heard);
    assert_eq!(bob.received().await, heard);
    assert_eq!(eve.received().await, []);

    ann.emit("leave", "one").await;
    ann.emit("tell room", ("one", 1)).await;
    assert_eq!(ann.received().await, []);
    assert_eq!(bob.received().await, heard);

    bob.disconnect().await;
    io.io().emit("heard", 2).to("one").await.unwrap();
    assert_eq!(ann.received().await, []);
    assert_eq!(eve.received().await, []);

    eve.emit("message to room", "one").await;
    assert_eq!(eve.received().await, [("message", json!(["psst"]))]);
    eve.emit("close", "one").await;
    eve.emit("message to room", "one").await;
    assert_eq!(eve.received().await, []);
}

#[tokio::test]
async fn what_a_handler_returns_answers_each_kind_of_event() {
    let ann = main_client(&server()).await;

    assert_eq!(ann.call::<String>("message", "x").await.unwrap(), "x");
    assert_eq!(ann.call_raw("quiet", 1).await.unwrap().to_json(), "[]");
    let json = json!({ "n": 1 });
    assert_eq!(ann.call::<Value>("json", &json).await.unwrap(), json);
    assert_eq!(ann.call::<Value>("mirror", &json).await.unwrap(), json);
}

#[tokio::test]
async fn without_a_question_no_answer_comes() {
    let mut ann = main_client(&server()).await;

    ann.emit("message", "x").await;
    ann.emit("quiet", 1).await;
    ann.emit("mirror", 1).await;

    let names: Vec<_> = ann.received().await;
    let names: Vec<_> = names.iter().map(|event| event.name()).collect();
    assert_eq!(names, ["message", "mirrored"]);
}
