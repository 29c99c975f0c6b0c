//! To whom an event goes, and what it carries.

use std::collections::HashMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use socketio::{
    Data, EmitError, Event, Io, SocketIo, call, emit, join_room, on, routes, send, sid,
};

use crate::join;

#[derive(Deserialize)]
struct How {
    to: Option<Vec<String>>,
    except: Option<Vec<String>>,
    #[serde(default)]
    broadcast: bool,
    include_self: Option<bool>,
}

#[on("emit")]
#[on("emit", namespace = "/other")]
async fn emit_as(how: How) -> socketio::Result {
    let mut event = emit("e", 1).include_self(how.include_self.unwrap_or(true));
    if let Some(rooms) = how.to {
        event = event.to(rooms);
    }
    if let Some(rooms) = how.except {
        event = event.skip_sid(rooms);
    }
    if how.broadcast {
        event = event.broadcast();
    }
    Ok(event.await?)
}

#[on("join")]
async fn enter(rooms: Vec<String>) -> socketio::Result {
    Ok(join_room(&rooms).await?)
}

fn server() -> SocketIo {
    SocketIo::new(routes![emit_as, enter])
}

/// Who of ann, bob, eve and one in another namespace gets what ann emits.
async fn reached(how: impl FnOnce([&str; 3]) -> Value) -> [usize; 4] {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    let (mut eve, mut other) = (join(&io, "/").await, join(&io, "/other").await);
    ann.emit("join", ["a"]).await;
    bob.emit("join", ["a", "b"]).await;
    eve.emit("join", ["b"]).await;

    let how = how([ann.sid(), bob.sid(), eve.sid()]);
    ann.emit("emit", how).await;

    [
        ann.received().await.len(),
        bob.received().await.len(),
        eve.received().await.len(),
        other.received().await.len(),
    ]
}

#[tokio::test]
async fn an_event_is_for_its_caller_unless_said_otherwise() {
    assert_eq!(reached(|_| json!({})).await, [1, 0, 0, 0]);
    let refused = json!({ "include_self": false });
    assert_eq!(reached(|_| refused).await, [0, 0, 0, 0]);
}

#[tokio::test]
async fn a_broadcast_is_for_all_of_the_namespace() {
    let all = json!({ "broadcast": true });
    assert_eq!(reached(|_| all).await, [1, 1, 1, 0]);
    let others = json!({ "broadcast": true, "include_self": false });
    assert_eq!(reached(|_| others).await, [0, 1, 1, 0]);
}

#[tokio::test]
async fn rooms_and_sids_add_up_and_nobody_gets_it_twice() {
    assert_eq!(reached(|_| json!({ "to": ["b"] })).await, [0, 1, 1, 0]);
    assert_eq!(reached(|_| json!({ "to": ["a", "b"] })).await, [1, 1, 1, 0]);
    assert_eq!(
        reached(|[_, bob, eve]| json!({ "to": ["b", bob, eve] })).await,
        [0, 1, 1, 0]
    );
    assert_eq!(reached(|_| json!({ "to": [] })).await, [0, 0, 0, 0]);
    assert_eq!(
        reached(|_| json!({ "to": ["no such room"] })).await,
        [0, 0, 0, 0]
    );
}

#[tokio::test]
async fn a_target_beside_a_broadcast_is_an_error_and_nobody_gets_it() {
    let how = json!({ "to": ["b"], "broadcast": true });
    assert_eq!(reached(|_| how).await, [0, 0, 0, 0]);
}

#[tokio::test]
async fn whoever_is_skipped_gets_nothing_by_any_way() {
    assert_eq!(
        reached(|[_, bob, _]| json!({ "broadcast": true, "except": [bob] })).await,
        [1, 0, 1, 0]
    );
    assert_eq!(
        reached(|[ann, _, eve]| json!({ "to": ["a", "b"], "except": [ann, eve] })).await,
        [0, 1, 0, 0]
    );
    assert_eq!(
        reached(|_| json!({ "broadcast": true, "except": ["b"] })).await,
        [1, 0, 0, 0]
    );
    assert_eq!(
        reached(|_| json!({ "to": ["a", "b"], "except": ["b"] })).await,
        [1, 0, 0, 0]
    );
}

#[tokio::test]
async fn oneself_is_skipped_besides_those_who_are_named() {
    let how = |[_, bob, _]: [&str; 3]| json!({ "broadcast": true, "include_self": false, "except": [bob] });
    assert_eq!(reached(how).await, [0, 0, 1, 0]);
}

#[on("arguments")]
async fn arguments() -> socketio::Result {
    emit("none", ()).await?;
    emit("one", "a").await?;
    emit("two", ("a", 1)).await?;
    emit("list", ["a", "b"]).await?;
    emit("vec", vec![1, 2]).await?;
    emit("null", None::<u8>).await?;
    Ok(())
}

#[tokio::test]
async fn a_tuple_is_several_arguments_and_a_list_is_one() {
    let mut ann = join(&SocketIo::new(routes![arguments]), "/").await;

    ann.emit("arguments", ()).await;

    assert_eq!(
        ann.received().await,
        [
            ("none", json!([])),
            ("one", json!(["a"])),
            ("two", json!(["a", 1])),
            ("list", json!([["a", "b"]])),
            ("vec", json!([[1, 2]])),
            ("null", json!([null])),
        ]
    );
}

#[on("unnamed")]
async fn unnamed() -> socketio::Result {
    send("text").await?;
    send(json!({ "a": 1 })).json().await?;
    send(("x", "y")).broadcast().await?;
    Ok(())
}

#[tokio::test]
async fn send_is_the_event_message_or_json() {
    let mut ann = join(&SocketIo::new(routes![unnamed]), "/").await;

    ann.emit("unnamed", ()).await;

    assert_eq!(
        ann.received().await,
        [
            ("message", json!(["text"])),
            ("json", json!([{ "a": 1 }])),
            ("message", json!(["x", "y"])),
        ]
    );
}

#[on("elsewhere")]
async fn elsewhere(room: Option<String>) -> socketio::Result {
    let event = emit("e", 1).namespace("/other");
    match room {
        Some(room) => event.to(room).await?,
        None => event.await?,
    }
    Ok(())
}

#[tokio::test]
async fn in_another_namespace_a_room_or_sid_has_to_be_named() {
    let io = SocketIo::new(routes![elsewhere, emit_as]);
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/other").await);

    ann.emit("elsewhere", bob.sid()).await;
    let failed = ann.call::<()>("elsewhere", ()).await;

    assert_eq!(bob.received().await, [("e", json!([1]))]);
    assert!(failed.is_err());
    assert_eq!(ann.received().await, []);
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Event)]
#[event("user joined", namespace = "/other")]
struct UserJoined {
    name: String,
}

#[on("announce")]
#[on("announce", namespace = "/other")]
async fn announce(name: String, io: Io) -> socketio::Result {
    UserJoined { name }.via(&io).await?;
    Ok(())
}

#[on("greet me", namespace = "/other")]
async fn greet(name: String) -> socketio::Result {
    Ok(UserJoined { name }.emit().await?)
}

#[tokio::test]
async fn a_typed_event_goes_where_its_type_says() {
    let io = SocketIo::new(routes![announce, greet]);
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/other").await);
    let name = "eve".to_owned();

    ann.emit("announce", &name).await;
    bob.emit("greet me", &name).await;

    let joined = UserJoined { name };
    assert_eq!(bob.expect_event::<UserJoined>().await, joined);
    assert_eq!(bob.expect_event::<UserJoined>().await, joined);
    assert_eq!(ann.received().await, []);
}

#[on("bytes")]
async fn binary(value: Data) -> socketio::Result<(Data, Bytes)> {
    emit("bytes", (&value, "and", Bytes::from_static(b"\0\xff"))).await?;
    Ok((value, Bytes::from_static(b"!")))
}

#[tokio::test]
async fn binary_travels_at_any_depth_in_events_and_answers() {
    let mut ann = join(&SocketIo::new(routes![binary]), "/").await;
    let deep = HashMap::from([("list", vec![Bytes::from_static(b"\x01"), Bytes::new()])]);

    let answer: (HashMap<String, Vec<Bytes>>, Bytes) = ann.call("bytes", &deep).await.unwrap();

    assert_eq!(answer.0["list"], deep["list"]);
    assert_eq!(answer.1, "!");
    let (value, and, raw) = ann
        .expect::<(HashMap<String, Vec<Bytes>>, String, Bytes)>("bytes")
        .await;
    assert_eq!(
        (&value["list"], &*and, &*raw),
        (&deep["list"], "and", &b"\0\xff"[..])
    );
}

#[tokio::test]
async fn from_outside_an_event_is_for_everybody_unless_somebody_is_named() {
    let io = server();
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    let mut eve = join(&io, "/other").await;
    let handle = io.io();

    handle.emit("all", 1).await.unwrap();
    handle.emit("one", 2).to(ann.sid()).await.unwrap();
    handle.send("others").except(ann.sid()).await.unwrap();
    handle.emit("there", 3).namespace("/other").await.unwrap();
    let nobody: [&str; 0] = [];
    handle.emit("nobody", 4).to(nobody).await.unwrap();
    handle.emit("nobody", 4).to("empty room").await.unwrap();
    let ann_alone = handle.emit("nobody", 4).to(ann.sid());
    ann_alone.except(ann.sid()).await.unwrap();

    assert_eq!(handle.connections(), 3);
    assert_eq!(
        ann.received().await,
        [("all", json!([1])), ("one", json!([2]))]
    );
    assert_eq!(
        bob.received().await,
        [("all", json!([1])), ("message", json!(["others"]))]
    );
    assert_eq!(eve.received().await, [("there", json!([3]))]);
}

#[tokio::test]
async fn outside_of_a_handler_there_is_no_self_to_leave_out() {
    let failed = server().io().emit("e", 1).include_self(false).await;

    let error = failed.unwrap_err();
    assert!(error.is_no_context());
    let text = error.to_string();
    assert!(
        text.contains("remove `include_self(false)`") && text.contains(".except(sid)"),
        "{text}"
    );
}

#[tokio::test]
async fn outside_of_a_handler_the_free_fns_name_the_way_out() {
    let text = emit("e", 1).await.unwrap_err().to_string();

    assert!(
        text.contains("io.emit(") && text.contains("socketio::spawn("),
        "{text}"
    );
    assert!(send("x").broadcast().await.is_err());
    assert!(call::<()>("e", 1).await.is_err());
    assert!(join_room("a").await.is_err());
    assert!(sid().is_err());
}

#[on("wrong")]
async fn wrong(what: String) -> (bool, String) {
    let failed = match what.as_str() {
        "reserved" => emit("connect", 1).await,
        "key" => emit("e", HashMap::from([((1, 2), 3)])).await,
        "namespace" => emit("e", 1).namespace("/nowhere").broadcast().await,
        _ => Ok(()),
    };
    let error = failed.expect_err("it cannot be sent");
    (matches!(error, EmitError::Encode(_)), error.to_string())
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_and_nothing_leaves() {
    let mut ann = join(&SocketIo::new(routes![wrong]), "/").await;

    let (_, reserved): (bool, String) = ann.call("wrong", "reserved").await.unwrap();
    let (encode, _): (bool, String) = ann.call("wrong", "key").await.unwrap();
    let (_, namespace): (bool, String) = ann.call("wrong", "namespace").await.unwrap();

    assert_eq!(reserved, "event name `connect` is reserved: choose another");
    assert!(encode);
    assert!(namespace.contains("/nowhere"), "{namespace}");
    assert_eq!(ann.received().await, []);
}

#[on("volatile")]
async fn volatile(to: String) -> socketio::Result {
    emit("position", 1)
        .to(to)
        .volatile()
        .compress(false)
        .local()
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_volatile_event_reaches_whoever_can_take_it_now() {
    let mut ann = join(&SocketIo::new(routes![volatile]), "/").await;

    ann.emit("volatile", ann.sid()).await;

    assert_eq!(ann.received().await, [("position", json!([1]))]);
}
