//! In which order the events of clients are handled.

use serde_json::json;
use socketio::{SocketIo, State, emit, on, routes};
use tokio::sync::Notify;

use crate::join;

/// Opened by the test.
#[derive(Default)]
struct Gate(Notify);

#[on("wait")]
#[on("wait", namespace = "/other")]
async fn wait(name: String, gate: State<Gate>) -> socketio::Result<String> {
    gate.0.notified().await;
    emit("waited", &name).await?;
    Ok(name)
}

#[on("go")]
#[on("go", namespace = "/other")]
async fn go(name: String) -> socketio::Result {
    Ok(emit("went", name).await?)
}

#[on("go past", concurrent)]
async fn go_past(name: String) -> socketio::Result {
    Ok(emit("went", name).await?)
}

#[on("wait past", concurrent)]
async fn wait_past(name: String, gate: State<Gate>) -> socketio::Result {
    gate.0.notified().await;
    emit("waited", name).await?;
    Ok(())
}

#[on("search", latest)]
async fn search(text: String, gate: State<Gate>) -> socketio::Result<String> {
    gate.0.notified().await;
    emit("found", &text).await?;
    Ok(text)
}

#[on("two", concurrent = 2)]
async fn two(name: String, gate: State<Gate>) -> socketio::Result {
    emit("began", &name).await?;
    gate.0.notified().await;
    Ok(())
}

fn server(async_handlers: bool) -> SocketIo {
    let builder = SocketIo::builder()
        .routes(routes![wait, go, go_past, wait_past, search, two])
        .state(Gate::default())
        .async_handlers(async_handlers);
    builder.build().unwrap()
}

fn open_gate(io: &SocketIo) {
    let gate = io.io().state::<Gate>().unwrap();
    gate.0.notify_one();
}

#[tokio::test]
async fn an_event_waits_for_the_one_before_it() {
    let io = server(false);
    let mut ann = join(&io, "/").await;

    ann.emit("wait", "first").await;
    ann.emit("go", "second").await;
    ann.emit("wait", "third").await;
    assert_eq!(ann.received().await, []);

    open_gate(&io);
    assert_eq!(ann.expect::<String>("waited").await, "first");
    assert_eq!(ann.received().await, [("went", json!(["second"]))]);
    open_gate(&io);
    assert_eq!(ann.expect::<String>("waited").await, "third");
}

#[tokio::test]
async fn a_burst_is_handled_in_the_order_it_came() {
    let io = server(false);
    let mut ann = join(&io, "/").await;

    for n in 0..500 {
        ann.emit("go", n.to_string()).await;
    }

    let went = ann.received().await;
    let names: Vec<String> = went.iter().map(|event| event.get(0).unwrap()).collect();
    assert_eq!(names, (0..500).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn other_clients_and_other_namespaces_do_not_wait() {
    let io = server(false);
    let (mut ann, mut bob) = (join(&io, "/").await, join(&io, "/").await);
    let mut other = ann.connect("/other").await.unwrap();

    ann.emit("wait", "first").await;
    bob.emit("go", "bob").await;
    other.emit("go", "other").await;

    assert_eq!(bob.received().await, [("went", json!(["bob"]))]);
    assert_eq!(other.received().await, [("went", json!(["other"]))]);
    open_gate(&io);
    assert_eq!(ann.expect::<String>("waited").await, "first");
}

#[tokio::test]
async fn nobody_waits_for_a_concurrent_handler() {
    let io = server(false);
    let mut ann = join(&io, "/").await;

    ann.emit("wait past", "a").await;
    ann.emit("wait past", "b").await;
    ann.emit("go", "c").await;

    assert_eq!(ann.received().await, [("went", json!(["c"]))]);
    for name in ["a", "b"] {
        open_gate(&io);
        assert_eq!(ann.expect::<String>("waited").await, name);
    }
}

#[tokio::test]
async fn a_concurrent_handler_waits_for_nobody() {
    let io = server(false);
    let mut ann = join(&io, "/").await;

    ann.emit("wait", "first").await;
    ann.emit("go past", "second").await;

    assert_eq!(ann.received().await, [("went", json!(["second"]))]);
}

#[tokio::test]
async fn no_more_run_at_a_time_than_allowed() {
    let io = server(false);
    let mut ann = join(&io, "/").await;

    for name in ["a", "b", "c", "d", "e"] {
        ann.emit("two", name).await;
    }
    ann.emit("go", "others go on").await;
    assert_eq!(
        ann.received().await,
        [
            ("began", json!(["a"])),
            ("began", json!(["b"])),
            ("went", json!(["others go on"]))
        ]
    );

    for name in ["c", "d", "e"] {
        open_gate(&io);
        assert_eq!(ann.expect::<String>("began").await, name);
        assert_eq!(ann.received().await, []);
    }
}

#[tokio::test]
async fn the_newest_takes_the_place_of_the_one_that_runs() {
    let io = server(false);
    let mut ann = join(&io, "/").await;

    let (old, new) = tokio::join!(ann.call_raw("search", "so"), async {
        ann.emit("search", "socket").await;
        open_gate(&io);
    });
    let () = new;

    let old = old.unwrap();
    assert!(old.to_json().contains(r#""kind":"superseded""#), "{old:?}");
    assert_eq!(ann.expect::<String>("found").await, "socket");
    assert_eq!(ann.received().await, []);
}

#[tokio::test]
async fn async_handlers_let_all_run_at_once() {
    let io = server(true);
    let mut ann = join(&io, "/").await;

    ann.emit("wait", "first").await;
    ann.emit("go", "second").await;

    assert_eq!(ann.received().await, [("went", json!(["second"]))]);
    open_gate(&io);
    assert_eq!(ann.expect::<String>("waited").await, "first");
}
