//! In which order answers come, and what a newer event cancels.

use std::sync::Arc;

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
    let routes = routes![latest, count];
    let builder = SocketIo::builder().routes(routes).state(gate.clone());
    builder.build().unwrap()
}

#[tokio::test]
async fn the_newest_cancels_the_one_before_also_when_it_does_not_wait() {
    let gate = Gate::closed();
    let mut wire = Wire::join(&server(&gate), "/").await;

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
async fn in_a_burst_each_answer_comes_behind_what_its_handler_emits() {
    let mut wire = Wire::join(&server(&Gate::closed()), "/").await;

    for number in 0..1000 {
        wire.send(&format!(r#"2{number}["count",{number}]"#)).await;
    }

    for number in 0..1000 {
        assert_eq!(wire.recv().await, format!(r#"2["count",{number}]"#));
        assert_eq!(wire.recv().await, format!("3{number}[]"));
    }
}
