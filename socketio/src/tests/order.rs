//! In which order the events of one client are handled.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{
    Semaphore,
    mpsc::{UnboundedSender, unbounded_channel},
};

use super::wire::Wire;
use crate::{Sid, SocketIo, State, emit, on, routes, sid};

/// Lets handlers go that wait for it.
#[derive(Clone)]
struct Gate(Arc<Semaphore>);

impl Gate {
    fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    fn open(&self, times: usize) {
        self.0.add_permits(times);
    }

    async fn pass(&self) {
        self.0.acquire().await.unwrap().forget();
    }
}

#[on("echo")]
#[on("echo", namespace = "/other")]
async fn echo(text: String) -> String {
    text
}

#[on("wait")]
async fn wait(text: String, gate: State<Gate>) -> String {
    gate.pass().await;
    text
}

#[on("free", concurrent)]
async fn free(text: String, gate: State<Gate>) -> String {
    gate.pass().await;
    text
}

#[on("now", concurrent)]
async fn now(text: String) -> String {
    text
}

#[on("two", concurrent = 2)]
async fn two(gate: State<Gate>, running: State<AtomicUsize>) -> usize {
    let together = running.fetch_add(1, Ordering::SeqCst) + 1;
    gate.pass().await;
    running.fetch_sub(1, Ordering::SeqCst);
    together
}

/// Says who the caller is when it is dropped.
struct TellWhenDropped(UnboundedSender<Option<Sid>>);

impl Drop for TellWhenDropped {
    fn drop(&mut self) {
        let _ = self.0.send(sid().ok());
    }
}

#[on("guarded", latest)]
async fn guarded(wait: bool, dropped: State<UnboundedSender<Option<Sid>>>, sid: Sid) -> Sid {
    let _told = TellWhenDropped(UnboundedSender::clone(&dropped));
    if wait {
        std::future::pending::<()>().await;
    }
    sid
}

#[on("latest", latest)]
async fn latest(text: String, gate: State<Gate>) -> String {
    if text != "quick" {
        gate.pass().await;
    }
    text
}

#[on("count")]
async fn count(number: u32) -> socketio::Result {
    emit("count", number).await?;
    Ok(())
}

fn server(gate: &Gate) -> SocketIo {
    let routes = routes![echo, wait, free, now, two, latest, count];
    let builder = SocketIo::builder()
        .routes(routes)
        .state(gate.clone())
        .state(AtomicUsize::new(0));
    builder.build().unwrap()
}

#[tokio::test]
async fn what_a_handler_returns_is_the_answer() {
    let mut wire = Wire::join(&server(&Gate::closed()), "/").await;

    wire.send(r#"27["echo","hi"]"#).await;

    assert_eq!(wire.recv().await, r#"37["hi"]"#);
}

#[tokio::test]
async fn an_event_waits_for_those_before_it() {
    let gate = Gate::closed();
    let mut wire = Wire::join(&server(&gate), "/").await;

    wire.send(r#"21["wait","first"]"#).await;
    wire.send(r#"22["echo","second"]"#).await;
    wire.send(r#"23["wait","third"]"#).await;
    wire.send(r#"24["now","overtakes"]"#).await;

    assert_eq!(wire.recv().await, r#"34["overtakes"]"#);
    gate.open(1);
    assert_eq!(wire.recv().await, r#"31["first"]"#);
    assert_eq!(wire.recv().await, r#"32["second"]"#);
    gate.open(1);
    assert_eq!(wire.recv().await, r#"33["third"]"#);
}

#[tokio::test]
async fn other_namespaces_and_other_clients_do_not_wait() {
    let gate = Gate::closed();
    let io = server(&gate);
    let mut ann = Wire::join(&io, "/").await;
    ann.enter("/other").await;
    let mut bob = Wire::join(&io, "/").await;

    ann.send(r#"21["wait","slow"]"#).await;
    ann.send(r#"2/other,2["echo","other namespace"]"#).await;
    bob.send(r#"23["echo","other client"]"#).await;

    assert_eq!(ann.recv().await, r#"3/other,2["other namespace"]"#);
    assert_eq!(bob.recv().await, r#"33["other client"]"#);
    gate.open(1);
    assert_eq!(ann.recv().await, r#"31["slow"]"#);
}

#[tokio::test]
async fn a_concurrent_handler_delays_nothing() {
    let gate = Gate::closed();
    let mut wire = Wire::join(&server(&gate), "/").await;

    wire.send(r#"21["free","a"]"#).await;
    wire.send(r#"22["free","b"]"#).await;
    wire.send(r#"23["echo","c"]"#).await;

    assert_eq!(wire.recv().await, r#"33["c"]"#);
    gate.open(2);
    assert_eq!(wire.recv().await, r#"31["a"]"#);
    assert_eq!(wire.recv().await, r#"32["b"]"#);
}

#[tokio::test]
async fn no_more_than_so_many_runs_at_a_time() {
    let gate = Gate::closed();
    let mut wire = Wire::join(&server(&gate), "/").await;
    for id in 1..=5 {
        wire.send(&format!(r#"2{id}["two"]"#)).await;
    }
    wire.send(r#"26["echo","others go on"]"#).await;
    assert_eq!(wire.recv().await, r#"36["others go on"]"#);

    gate.open(5);

    let mut together = Vec::new();
    for _ in 1..=5 {
        together.push(wire.recv().await[3..4].parse::<usize>().unwrap());
    }
    assert_eq!(together, [1, 2, 2, 2, 2]);
}

#[tokio::test]
async fn the_latest_cancels_the_one_before() {
    let gate = Gate::closed();
    let mut wire = Wire::join(&server(&gate), "/").await;

    wire.send(r#"21["latest","a"]"#).await;
    wire.send(r#"22["latest","b"]"#).await;
    let first = wire.recv().await;
    assert!(
        first.starts_with(r#"31[{"error":{"kind":"superseded""#),
        "{first}"
    );
    gate.open(1);
    assert_eq!(wire.recv().await, r#"32["b"]"#);

    wire.send(r#"23["latest","c"]"#).await;
    wire.send(r#"24["latest","quick"]"#).await;
    assert_eq!(wire.recv().await, r#"34["quick"]"#);
    assert!(wire.recv().await.starts_with(r#"33[{"error""#));

    gate.open(1);
    wire.send(r#"25["latest","d"]"#).await;
    assert_eq!(wire.recv().await, r#"35["d"]"#);
}

#[tokio::test]
async fn a_handler_knows_its_caller_to_the_end_also_when_it_is_cancelled() {
    let (sender, mut dropped) = unbounded_channel::<Option<Sid>>();
    let builder = SocketIo::builder().routes(routes![guarded]).state(sender);
    let mut wire = Wire::join(&builder.build().unwrap(), "/").await;

    wire.send(r#"2["guarded",true]"#).await;
    wire.send(r#"22["guarded",false]"#).await;

    let answer = wire.recv().await;
    for _ in 0..2 {
        let sid = dropped.recv().await.unwrap().unwrap();
        assert_eq!(answer, format!(r#"32["{sid}"]"#));
    }
}

#[tokio::test]
async fn arguments_that_do_not_fit_cancel_nothing() {
    let gate = Gate::closed();
    let mut wire = Wire::join(&server(&gate), "/").await;

    wire.send(r#"21["latest","a"]"#).await;
    wire.send(r#"22["latest",7]"#).await;

    assert!(
        wire.recv()
            .await
            .starts_with(r#"32[{"error":{"kind":"arguments""#)
    );
    gate.open(1);
    assert_eq!(wire.recv().await, r#"31["a"]"#);
}

#[tokio::test]
async fn async_handlers_make_all_concurrent() {
    let gate = Gate::closed();
    let builder = SocketIo::builder()
        .routes(routes![wait, echo])
        .state(gate.clone());
    let io = builder.async_handlers(true).build().unwrap();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"21["wait","a"]"#).await;
    wire.send(r#"22["echo","b"]"#).await;

    assert_eq!(wire.recv().await, r#"32["b"]"#);
    gate.open(1);
    assert_eq!(wire.recv().await, r#"31["a"]"#);
}

#[tokio::test]
async fn a_burst_is_handled_in_order() {
    let mut wire = Wire::join(&server(&Gate::closed()), "/").await;

    for number in 0..1000 {
        wire.send(&format!(r#"2{number}["count",{number}]"#)).await;
    }

    for number in 0..1000 {
        assert_eq!(wire.recv().await, format!(r#"2["count",{number}]"#));
        assert_eq!(wire.recv().await, format!("3{number}[]"));
    }
}
