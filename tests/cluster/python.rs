//! The dialect of python-socketio, message by message.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use serde_json::{Value, json};
use socketio::{
    Binary, Cluster, Dialect, EmitError, Sid, SocketIo,
    cluster::{Bus as _, ClusterError, MemoryBus, Parcel, Subscription},
};

use crate::{join, names_until_end, until};

/// A node, and somebody who listens and speaks beside it.
struct Beside {
    bus: MemoryBus,
    heard: Subscription,
    io: SocketIo,
    host: String,
}

impl Beside {
    async fn new() -> Self {
        let bus = MemoryBus::new();
        let channel: Arc<str> = "flask-socketio".into();
        let heard = bus.subscribe(&[channel]).await.unwrap();
        let cluster = Cluster::bus(bus.clone()).dialect(Dialect::Python);
        let io = SocketIo::builder().namespaces(["/test"]).cluster(cluster);
        let io = io.build().unwrap();
        io.io().cluster_connected().await;
        let host = io.io().cluster().unwrap().node.to_string();
        Self {
            bus,
            heard,
            io,
            host,
        }
    }

    async fn say(&self, message: &Value) {
        let parcel = Parcel::new("flask-socketio", message.to_string());
        self.bus.publish(&[parcel]).await.unwrap();
    }

    /// The next message, without heartbeats, which nodes in Python pass over.
    async fn next(&mut self) -> Value {
        loop {
            let parcel = self.heard.next().await.unwrap().unwrap();
            let message: Value = serde_json::from_slice(&parcel.payload).unwrap();
            if message["method"] != "heartbeat" {
                return message;
            }
        }
    }
}

const OTHER: &str = "AAAAAAAAAAAAAAAAAAAA";

#[tokio::test(start_paused = true)]
async fn what_is_said_has_the_form_of_python_socketio() {
    let mut beside = Beside::new().await;
    let host = beside.host.clone();
    assert_eq!(host.len(), 32);
    let io = beside.io.io();
    let other: Sid = OTHER.parse().unwrap();
    let emit = |event: &str, data: Value, room: Value, skip: Value| {
        json!({ "method": "emit", "event": event, "data": data, "binary": false, "namespace": "/", "room": room,
            "skip_sid": skip, "callback": null, "host_id": host })
    };

    io.emit("my event", json!({ "k": 1 })).await.unwrap();
    let said = emit("my event", json!([{ "k": 1 }]), Value::Null, Value::Null);
    assert_eq!(beside.next().await, said);
    io.emit("e", ()).to("r").except(other).await.unwrap();
    assert_eq!(
        beside.next().await,
        emit("e", json!([]), json!("r"), json!(OTHER))
    );
    io.emit("e", ("a", 1)).to(["a", "b"]).await.unwrap();
    assert_eq!(
        beside.next().await,
        emit("e", json!(["a", 1]), json!(["a", "b"]), Value::Null)
    );
    io.emit("e", Binary::from(vec![1, 2])).await.unwrap();
    let binary = beside.next().await;
    let placeholder = json!({ "_placeholder": true, "num": 0 });
    assert_eq!(binary["data"], json!([[placeholder], "AQI="]));
    assert_eq!(binary["binary"], true);
    let test = io.of("/test");
    test.join_room("r").of(other).await.unwrap();
    test.leave_room("r").of(other).await.unwrap();
    test.close_room("r").await.unwrap();
    test.disconnect(other).await.unwrap();
    for method in ["enter_room", "leave_room", "close_room", "disconnect"] {
        let mut said = json!({ "method": method, "namespace": "/test", "host_id": host });
        if method != "close_room" {
            said["sid"] = OTHER.into();
        }
        if method != "disconnect" {
            said["room"] = "r".into();
        }
        assert_eq!(beside.next().await, said);
    }
}

#[tokio::test(start_paused = true)]
async fn what_python_says_is_done() {
    let beside = Beside::new().await;
    let mut ann = join(&beside.io, "/").await;
    let emit = |data: Value, room: Value, skip: Value| {
        json!({ "method": "emit", "event": "e", "data": data, "namespace": "/", "room": room, "skip_sid": skip,
            "callback": null, "host_id": "0123456789abcdef0123456789abcdef", "unknown": 1 })
    };

    beside
        .say(&emit(json!([{ "k": "ü" }]), Value::Null, Value::Null))
        .await;
    assert_eq!(ann.expect::<Value>("e").await, json!({ "k": "ü" }));
    // What `None` becomes there, and arguments that are no list.
    beside
        .say(&emit(json!([null]), Value::Null, Value::Null))
        .await;
    ann.expect::<()>("e").await;
    beside
        .say(&emit(json!("bare"), Value::Null, Value::Null))
        .await;
    assert_eq!(ann.expect::<String>("e").await, "bare");
    let room = json!({ "method": "enter_room", "sid": ann.sid(), "room": 7, "namespace": "/" });
    beside.say(&room).await;
    beside
        .say(&emit(json!([1, [2]]), json!([7, "x"]), Value::Null))
        .await;
    assert_eq!(ann.expect::<(u8, [u8; 1])>("e").await, (1, [2]));
    let mut binary = emit(
        json!([[{ "_placeholder": true, "num": 0 }], "AQI="]),
        Value::Null,
        Value::Null,
    );
    binary["binary"] = true.into();
    beside.say(&binary).await;
    assert_eq!(ann.expect::<Binary>("e").await, Binary::from(vec![1, 2]));
    beside
        .say(&emit(json!([]), Value::Null, json!([ann.sid()])))
        .await;
    beside
        .say(&json!({ "method": "close_room", "room": 7, "namespace": "/" }))
        .await;
    beside.say(&emit(json!([]), json!(7), Value::Null)).await;
    assert!(names_until_end(&beside.io, &mut ann).await.is_empty());
    beside
        .say(&json!({ "method": "disconnect", "sid": ann.sid(), "namespace": "/" }))
        .await;
    ann.expect_disconnect().await;
    let state = beside.io.io().cluster().unwrap();
    assert_eq!((state.foreign, state.broken, state.others), (0, 0, None));
}

#[tokio::test(start_paused = true)]
async fn questions_go_both_ways() {
    let mut beside = Beside::new().await;
    let ann = join(&beside.io, "/").await;
    ann.on("q", |text: String| (text, 2));
    let host = "0123456789abcdef0123456789abcdef";
    let question = json!({ "method": "emit", "event": "q", "data": ["pong"], "namespace": "/", "room": ann.sid(),
        "skip_sid": null, "callback": [ann.sid(), "/", 7], "host_id": host });

    beside.say(&question).await;
    assert_eq!(beside.next().await, question);
    let answer = json!({ "method": "callback", "host_id": host, "sid": ann.sid(), "namespace": "/", "id": 7,
        "args": ["pong", 2] });
    assert_eq!(beside.next().await, answer);

    let io = beside.io.io();
    let call = tokio::spawn(async move {
        let call = io.call::<(String, u8)>("q", ()).to(OTHER);
        call.timeout(Duration::from_secs(5)).await
    });
    let asked = beside.next().await;
    let callback = &asked["callback"];
    assert_eq!((&callback[0], &callback[1]), (&json!(OTHER), &json!("/")));
    let answer = json!({ "method": "callback", "host_id": asked["host_id"], "sid": callback[0], "namespace": "/",
        "id": callback[2], "args": ["a", 2] });
    beside.say(&answer).await;
    assert_eq!(call.await.unwrap().unwrap(), ("a".to_owned(), 2));
}

#[tokio::test(start_paused = true)]
async fn what_python_cannot_read_is_refused_and_what_is_broken_is_dropped() {
    let beside = Beside::new().await;
    let mut ann = join(&beside.io, "/").await;
    let io = beside.io.io();
    let is_unsupported =
        |error: EmitError| matches!(error, EmitError::Cluster(ClusterError::Unsupported(_)));

    assert!(is_unsupported(io.emit("e", Value::Null).await.unwrap_err()));
    assert!(is_unsupported(
        io.emit("e", 1).except("room").await.unwrap_err()
    ));
    assert!(is_unsupported(io.nodes().emit("e", 1).await.unwrap_err()));
    assert!(io.join_room("r").of("room").await.is_err());
    assert!(io.disconnect("room").await.is_err());
    assert_eq!(names_until_end(&beside.io, &mut ann).await, ["e", "e"]);
    assert!(io.emit("e", (Value::Null, 1)).await.is_ok());

    for message in [
        json!("method"),
        json!({ "event": "e" }),
        json!({ "method": "steal" }),
    ] {
        beside.say(&message).await;
    }
    let reserved = json!({ "method": "emit", "event": "disconnect", "data": [], "namespace": "/" });
    for message in [
        json!({ "method": "emit", "namespace": "/" }),
        json!({ "method": "emit", "event": "e", "data": [[1], 2], "binary": true, "namespace": "/" }),
        json!({ "method": "enter_room", "sid": "short", "room": "r", "namespace": "/" }),
        json!({ "method": "disconnect", "namespace": "/" }),
        reserved,
    ] {
        beside.say(&message).await;
    }
    until(|| io.cluster().unwrap().broken == 5).await;
    assert_eq!(io.cluster().unwrap().foreign, 3);
    assert_eq!(io.sids().await.unwrap().len(), 1);
}
