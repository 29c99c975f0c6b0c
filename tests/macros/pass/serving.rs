//! Beside `fail/serving`: where a server listens.

use std::{fmt::Display, net::SocketAddr};

use axum::Router;
use socketio::{Listener, RunError, SocketIo};

async fn serve(io: SocketIo, at: SocketAddr) -> Result<(), RunError> {
    io.run(Router::new(), "127.0.0.1:5000").await?;
    io.run(Router::new(), ("0.0.0.0", 5000)).await?;
    io.run(Router::new(), at).await?;
    io.run(Router::new(), [at, at].as_slice()).await?;
    io.run(Router::new(), host("localhost").as_str()).await
}

fn host(name: impl Display) -> String {
    format!("{name}:5000")
}

async fn listen(io: SocketIo) -> socketio::Result {
    let listener = Listener::bind("127.0.0.1:5000").await?;
    io.serve(Router::new(), listener).await?;
    Ok(())
}

#[test]
fn a_server_that_runs_can_be_a_task() {
    fn task<F: Future + Send + 'static>(_: F) {}
    let io = SocketIo::new(socketio::routes![]);
    task(io.run(Router::new(), "127.0.0.1:5000"));
    task(io.run(Router::new(), host("localhost")));
}
