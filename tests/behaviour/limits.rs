//! How often, how large and how long events may be.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::{Value, json};
use socketio::{
    Binary, BuildError, Limits, SocketIo, namespace,
    observe::{Limit, Observation, Observer, Topics},
    on, routes,
    testing::TestClient,
};
use tokio::time::{Instant, sleep};

use crate::join;

#[on("often", rate = "2/s burst 3")]
async fn often() {}

#[on("small", max_size = "10B")]
async fn small(_value: socketio::Data) {}

#[on("slow", timeout = "2s")]
async fn slow(millis: u64) -> &'static str {
    sleep(Duration::from_millis(millis)).await;
    "done"
}

#[on("free")]
async fn free() {}

/// What an event is answered with: nothing, or the error envelope.
async fn answer(client: &TestClient, event: &str, args: impl serde::Serialize) -> Value {
    match client.call_raw(event, args).await {
        Ok(args) => serde_json::from_str(&args.to_json()).unwrap(),
        Err(error) => panic!("{event}: {error:?}"),
    }
}

fn refused(kind: &str, message: &str, data: &Value) -> Value {
    json!([{ "error": { "kind": kind, "message": message, "data": data } }])
}

fn too_many(millis: u64) -> Value {
    refused("rate", "too many events", &json!({ "retryAfter": millis }))
}

/// Notes the limits that were reached.
#[derive(Default)]
struct Reached(Mutex<Vec<Limit>>);

impl Observer for Reached {
    fn topics(&self) -> Topics {
        Topics::LIMITS
    }

    fn observe(&self, observation: &Observation<'_>) {
        if let Observation::LimitReached { limit, .. } = observation {
            self.0.lock().unwrap().push(*limit);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_that_comes_too_often_is_refused_and_told_when_to_come_again() {
    let reached = Arc::new(Reached::default());
    let io = SocketIo::builder()
        .routes(routes![often, free])
        .observer(Arc::clone(&reached))
        .build()
        .unwrap();
    let (client, other) = (join(&io, "/").await, join(&io, "/").await);

    for _ in 0..3 {
        assert_eq!(answer(&client, "often", ()).await, json!([]));
    }
    assert_eq!(answer(&client, "often", ()).await, too_many(500));
    assert_eq!(answer(&client, "free", ()).await, json!([]));
    assert_eq!(answer(&other, "often", ()).await, json!([]));
    sleep(Duration::from_millis(500)).await;
    assert_eq!(answer(&client, "often", ()).await, json!([]));
    assert_eq!(answer(&client, "often", ()).await, too_many(500));
    assert_eq!(*reached.0.lock().unwrap(), [Limit::Rate; 2]);
}

#[tokio::test]
async fn an_event_that_is_too_large_is_refused_with_its_attachments() {
    let io = SocketIo::new(routes![small]);
    let client = join(&io, "/").await;
    let too_large = refused(
        "size",
        "the event is larger than 10 bytes",
        &json!({ "max": 10 }),
    );

    assert_eq!(answer(&client, "small", "1234567").await, json!([]));
    assert_eq!(answer(&client, "small", "12345678").await, too_large);
    let bytes = Binary::from(vec![0; 10]);
    assert_eq!(answer(&client, "small", bytes).await, too_large);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_too_long_is_dropped() {
    let io = SocketIo::new(routes![slow, free]);
    let client = join(&io, "/").await;
    let begin = Instant::now();

    let dropped = refused("timeout", "the handler took too long", &Value::Null);
    let Value::Array(answer_of_slow) = answer(&client, "slow", 60_000).await else {
        panic!("an answer is a list");
    };

    assert_eq!(
        answer_of_slow[0]["error"]["kind"],
        dropped[0]["error"]["kind"]
    );
    assert_eq!(begin.elapsed(), Duration::from_secs(2));
    assert_eq!(answer(&client, "slow", 1999).await, json!(["done"]));
    assert_eq!(answer(&client, "free", ()).await, json!([]));
}

struct Board;

#[namespace("/board", rate = "2/m", max_size = 30)]
impl Board {
    #[on("read")]
    async fn read(&self) {}

    #[on("write", rate = "1/m")]
    async fn write(&self, _text: String) {}
}

#[tokio::test(start_paused = true)]
async fn the_events_of_a_class_count_together_and_each_for_itself_as_well() {
    let io = SocketIo::builder().namespace(Board).build().unwrap();
    let client = join(&io, "/board").await;

    assert_eq!(answer(&client, "write", "a").await, json!([]));
    // Its own rate, and that of the class has counted it as well.
    assert_eq!(answer(&client, "write", "b").await, too_many(60_000));
    assert_eq!(answer(&client, "read", ()).await, too_many(30_000));
    // An event without a handler is one of the class's.
    assert_eq!(answer(&client, "typo", ()).await, too_many(30_000));
    sleep(Duration::from_secs(30)).await;
    assert_eq!(answer(&client, "read", ()).await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn limits_of_a_server_cover_each_namespace_and_events_without_a_handler() {
    let io = SocketIo::builder()
        .routes(routes![free])
        .namespaces(["/empty"])
        .limits(Limits::new().rate(1, Duration::from_secs(1)))
        .limits_in("/empty", Limits::new().max_size(4))
        .build()
        .unwrap();
    let client = join(&io, "/").await;
    let empty = client.connect("/empty").await.unwrap();

    assert_eq!(answer(&client, "free", ()).await, json!([]));
    assert_eq!(answer(&client, "free", ()).await, too_many(1000));
    let unhandled = answer(&empty, "typo", ()).await;
    assert_eq!(unhandled[0]["error"]["kind"], "unhandled");
    assert_eq!(answer(&empty, "typo", ()).await, too_many(1000));
    sleep(Duration::from_secs(1)).await;
    let large = answer(&empty, "typo", "12345").await;
    assert_eq!(large[0]["error"]["kind"], "size");
}

#[test]
fn limits_that_let_nothing_through_are_refused_when_the_server_is_built() {
    let second = Duration::from_secs(1);
    let built = |limits| SocketIo::builder().limits(limits).build();
    for limits in [
        Limits::new().rate(0, second),
        Limits::new().rate(1, Duration::ZERO),
        Limits::new().rate(1, second).burst(0),
        Limits::new().burst(3),
        Limits::new().max_size(0),
        Limits::new().timeout(Duration::ZERO),
    ] {
        let error: BuildError = built(limits).unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        assert!(error.to_string().contains("behaviour/limits.rs"), "{error}");
    }
    let nowhere = SocketIo::builder().limits_in("/typo", Limits::new().max_size(1));
    let error = nowhere.build().unwrap_err().to_string();
    assert!(error.contains("`/typo`, which has no handlers"), "{error}");
}
