//! Questions to the client whose handler asks: what waits for what, and who is told when both could wait for each other.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::{Value, json};
use socketio::{
    AckError, ConnectionRefused, EmitError, Socket, SocketIo, SocketIoBuilder, State, block_on,
    call, emit, observe::Observation, on, routes, sid,
};
use tokio::{
    sync::Notify,
    time::{Instant, sleep},
};

use crate::join;

/// Events that waited for a question, as observers were told of them.
#[derive(Clone, Default)]
struct Held(Arc<Mutex<Vec<String>>>);

impl Held {
    fn server(&self, builder: SocketIoBuilder) -> SocketIo {
        let lines = Arc::clone(&self.0);
        let observer = move |observation: &Observation<'_>| {
            if let Observation::EventHeld { event, handler, .. } = observation {
                let text = observation.to_string();
                assert!(text.contains("`concurrent`"), "the way out: {text}");
                lines
                    .lock()
                    .unwrap()
                    .push(format!("{event} behind {handler}"));
            }
        };
        builder.observer(observer).build().unwrap()
    }

    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[on("ask")]
async fn ask(question: Option<String>) -> socketio::Result<u32> {
    Ok(call(&question.unwrap_or_else(|| "q".to_owned()), ()).await?)
}

#[on("ask later")]
async fn ask_later(gate: State<Notify>) -> socketio::Result<u32> {
    gate.notified().await;
    Ok(call("q", ()).await?)
}

#[on("ask all")]
async fn ask_all() -> socketio::Result<u32> {
    let mut answers = emit("q", ()).broadcast().acks::<u32>().await?;
    let mut sum = 0;
    while let Some((_, answer)) = answers.next().await {
        sum += answer?;
    }
    Ok(sum)
}

#[on("ask other")]
async fn ask_other(other: String) -> socketio::Result<u32> {
    Ok(call("q", ()).to(other).await?)
}

#[on("ask beside")]
async fn ask_beside(gate: State<Notify>) -> u32 {
    let beside = socketio::spawn(async { call::<u32>("q", ()).await });
    // The task asks before the handler waits.
    tokio::task::yield_now().await;
    gate.notified().await;
    beside.await.unwrap().unwrap()
}

#[on("ask at once", concurrent)]
async fn ask_at_once() -> socketio::Result<u32> {
    Ok(call("q", ()).await?)
}

#[on("ask on a thread", blocking)]
fn ask_on_a_thread() -> socketio::Result<u32> {
    Ok(block_on(call("q", ()))?)
}

#[on("work")]
async fn work() {}

#[on("work at once", concurrent)]
async fn work_at_once() {}

fn builder() -> SocketIoBuilder {
    SocketIo::builder().state(Notify::new()).routes(routes![
        ask,
        ask_later,
        ask_all,
        ask_other,
        ask_beside,
        ask_at_once,
        ask_on_a_thread,
        work,
        work_at_once
    ])
}

#[tokio::test(start_paused = true)]
async fn an_event_that_waits_for_a_question_to_its_client_is_told_with_both_names() {
    let held = Held::default();
    let ann = join(&held.server(builder()), "/").await;

    for ask in ["ask", "ask all"] {
        ann.emit(ask, ()).await;
        assert_eq!(held.lines(), [""; 0]);
        ann.emit("work", ()).await;
        ann.emit("work", ()).await;
        assert_eq!(held.lines(), [format!("work behind {ask}")]);
        ann.answer("q", |()| 1).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_is_told_as_well_that_waited_before_the_question() {
    let held = Held::default();
    let io = held.server(builder());
    let ann = join(&io, "/").await;

    ann.emit("ask later", ()).await;
    ann.emit("work", ()).await;
    assert_eq!(held.lines(), [""; 0]);
    io.io().state::<Notify>().unwrap().notify_one();
    ann.answer("q", |()| 1).await;

    assert_eq!(held.lines(), ["work behind ask later"]);
}

#[tokio::test]
async fn a_blocking_handler_that_asks_is_told_as_any_other() {
    for first in ["ask on a thread", "work"] {
        let held = Held::default();
        let mut ann = join(&held.server(builder()), "/").await;

        ann.emit("ask on a thread", ()).await;
        if first == "work" {
            ann.emit("work", ()).await;
        }
        // The question is on its way, but its handler's connection may not know of it yet.
        ann.expect::<()>("q").await;
        let begin = Instant::now();
        while held.0.lock().unwrap().is_empty() && begin.elapsed() < Duration::from_secs(10) {
            ann.emit("work", ()).await;
            sleep(Duration::from_millis(1)).await;
        }

        assert_eq!(held.lines(), ["work behind ask on a thread"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_wait_for_ever_is_not_told() {
    let held = Held::default();
    let io = held.server(builder());
    let gate = io.io().state::<Notify>().unwrap();
    let (ann, bob) = (join(&io, "/").await, join(&io, "/").await);

    // An event that waits for nothing, an event of the same name, and a handler that no event waits for.
    ann.emit("ask", ()).await;
    ann.emit("work at once", ()).await;
    ann.emit("ask", ()).await;
    ann.answer("q", |()| 1).await;
    ann.answer("q", |()| 1).await;
    ann.emit("ask at once", ()).await;
    ann.emit("work", ()).await;
    ann.answer("q", |()| 1).await;
    // Another client's answer.
    ann.emit("ask other", bob.sid()).await;
    ann.emit("work", ()).await;
    bob.answer("q", |()| 1).await;
    // An answer that a task waits for, while the handler waits for something else.
    ann.emit("ask beside", ()).await;
    ann.emit("work", ()).await;
    ann.answer("q", |()| 1).await;
    gate.notify_one();
    ann.is_connected().await;

    assert_eq!(held.lines(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn each_question_is_told_of_again() {
    let held = Held::default();
    let ann = join(&held.server(builder()), "/").await;

    for question in ["q", "r"] {
        ann.emit("ask", question).await;
        ann.emit("work", ()).await;
        ann.answer(question, |()| 1).await;
    }

    assert_eq!(held.lines(), ["work behind ask"; 2]);
}

#[tokio::test(start_paused = true)]
async fn a_connect_handler_that_asks_its_client_keeps_all_events_waiting() {
    #[on("connect")]
    async fn connect() -> socketio::Result {
        Ok(call("q", ()).await?)
    }
    let held = Held::default();
    let builder = SocketIo::builder().routes(routes![connect, work]);
    let ann = join(&held.server(builder.always_connect(true)), "/").await;

    ann.emit("work", ()).await;
    ann.answer("q", |()| ()).await;

    assert_eq!(held.lines(), ["work behind connect"]);
}

/// Refuses the client with the error, if it came at once.
fn refused(begin: Instant, error: &impl ToString) -> ConnectionRefused {
    assert_eq!(begin.elapsed(), Duration::ZERO);
    ConnectionRefused::new(error.to_string())
}

#[on("connect", namespace = "/call")]
async fn by_call() -> Result<(), ConnectionRefused> {
    sleep(Duration::from_secs(1)).await;
    let begin = Instant::now();
    let error = call::<()>("q", ()).await.unwrap_err();
    Err(refused(begin, &error))
}

#[on("connect", namespace = "/sid")]
async fn by_sid() -> Result<(), ConnectionRefused> {
    let begin = Instant::now();
    let error = call::<()>("q", ()).to(sid().unwrap()).await.unwrap_err();
    Err(refused(begin, &error))
}

#[on("connect", namespace = "/socket")]
async fn by_socket(socket: Socket) -> Result<(), ConnectionRefused> {
    let begin = Instant::now();
    let error = socket.call::<()>("q", ()).await.unwrap_err();
    Err(refused(begin, &error))
}

#[on("connect", namespace = "/acks")]
async fn by_acks() -> Result<(), ConnectionRefused> {
    let begin = Instant::now();
    let error = emit("q", ()).acks::<()>().await.unwrap_err();
    Err(refused(begin, &error))
}

#[on("connect", namespace = "/blocking", blocking)]
fn by_blocking() -> Result<(), ConnectionRefused> {
    let error = block_on(call::<()>("q", ())).unwrap_err();
    Err(ConnectionRefused::new(error.to_string()))
}

#[tokio::test(start_paused = true)]
async fn a_connect_handler_cannot_wait_for_its_clients_answer_and_fails_at_once() {
    let io = SocketIo::new(routes![by_call, by_sid, by_socket, by_acks, by_blocking]);

    let told = EmitError::Connecting.to_string();
    assert!(
        told.contains("emit(..).callback(..)"),
        "the way out: {told}"
    );
    for namespace in ["/call", "/sid", "/socket", "/acks", "/blocking"] {
        let refused = io.test_client(namespace).connect().await.unwrap_err();

        assert_eq!(refused.message(), told, "{namespace}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_callback_of_a_connect_handler_gets_the_answer_once_the_client_is_let_in() {
    #[on("connect")]
    async fn connect() -> socketio::Result {
        let answered = |_, name: Result<String, AckError>| async move {
            let _ = emit("hello", name.unwrap()).await;
        };
        emit("name?", ()).callback(answered).await?;
        sleep(Duration::from_secs(1)).await;
        Ok(())
    }
    let mut ann = join(&SocketIo::new(routes![connect]), "/").await;

    ann.answer("name?", |()| "Ann").await;

    assert_eq!(ann.expect::<Value>("hello").await, json!("Ann"));
}
