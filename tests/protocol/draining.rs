//! Sending the clients of a server away without haste.

use std::sync::Arc;

use axum::Router;
use socketio::{SocketIo, State, emit, on, routes};
use tests::{Node, PATIENCE, RawClient, until};
use tokio::sync::Semaphore;

use crate::{POLLING, WEBSOCKET, join, joined, stop::Program};

/// A handler that is at work until it gets a permit.
#[on("work")]
async fn work(gate: State<Arc<Semaphore>>) -> socketio::Result<&'static str> {
    emit("begun", ()).await?;
    gate.acquire().await.unwrap().forget();
    emit("done", ()).await?;
    Ok("answer")
}

#[tokio::test]
async fn nobody_new_is_let_in_and_work_is_finished() {
    let gate = Arc::new(Semaphore::new(0));
    let io = SocketIo::builder()
        .routes(routes![work])
        .state(Arc::clone(&gate))
        .build()
        .unwrap();
    let app = Router::new()
        .route("/ready", io.readiness())
        .merge(io.router());
    let node = Node::serve(app).await;
    let ready = async || RawClient::connect(node.addr).await.get("/ready").await;
    assert_eq!(ready().await.body, "ready");
    let mut idle = joined(&node).await;
    let mut busy = joined(&node).await;
    busy.send(r#"421["work"]"#).await;
    assert_eq!(busy.text().await, r#"42["begun"]"#);

    let draining = tokio::spawn({
        let io = io.clone();
        async move { io.drain(PATIENCE).await }
    });

    assert_eq!(idle.closed().await, Some(1001));
    assert!(!io.is_ready());
    let answer = ready().await;
    assert_eq!((answer.status, &*answer.body), (503, "stopping"));
    let refused = RawClient::connect(node.addr).await.get(POLLING).await;
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (503, Some("10"))
    );
    let refused = RawClient::connect(node.addr)
        .await
        .upgrade(WEBSOCKET, &[])
        .await;
    assert_eq!(refused.unwrap_err().status, 503);
    gate.add_permits(1);
    assert_eq!(busy.text().await, r#"42["done"]"#);
    assert_eq!(busy.text().await, r#"431["answer"]"#);
    assert_eq!(busy.closed().await, Some(1001));
    assert!(draining.await.unwrap());
}

#[tokio::test]
async fn a_program_drains_on_a_signal_and_serves_its_application_meanwhile() {
    let program = Program::start(&["drain"]).await;
    let addr = program.addr;
    let get = async |path: &str| RawClient::connect(addr).await.get(path).await;
    let client = RawClient::connect(addr).await;
    let mut websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();
    websocket.text().await;
    join(&mut websocket).await;
    websocket.send(r#"420["hold"]"#).await;
    assert_eq!(websocket.text().await, r#"42["held"]"#);

    program.signal("TERM").await;

    // Whoever is sent away first may keep the drain from being over; so may a handler, which an HTTP request lets go on.
    tests::eventually(async || get("/ready").await.status == 503).await;
    assert_eq!(get(POLLING).await.status, 503);
    assert_eq!(get("/release").await.status, 200);
    assert_eq!(websocket.text().await, "430[]");
    assert_eq!(websocket.closed().await, Some(1001));
    assert_eq!(program.stopped().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_terminal_does_not_wait_for_a_drain() {
    let program = Program::start(&["drain"]).await;

    program.signal("INT").await;

    let addr = program.addr;
    until(|| std::net::TcpStream::connect(addr).is_err()).await;
    program.stopped().await;
}

#[tokio::test]
async fn a_second_signal_ends_a_drain() {
    let program = Program::start(&["drain"]).await;
    let client = RawClient::connect(program.addr).await;
    let mut websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();
    websocket.text().await;
    join(&mut websocket).await;
    websocket.send(r#"42["hold"]"#).await;
    websocket.text().await;
    program.signal("TERM").await;
    let addr = program.addr;
    tests::eventually(async || RawClient::connect(addr).await.get("/ready").await.status == 503)
        .await;

    // The first ends the drain, and the second what is left of the stop.
    program.signal("TERM").await;
    until(|| std::net::TcpStream::connect(addr).is_err()).await;
    program.signal("TERM").await;

    program.stopped().await;
}
