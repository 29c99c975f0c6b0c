//! A server on a port of its own, for as long as the test lives.

use std::net::SocketAddr;

use axum::Router;
use socketio::SocketIo;
use tokio::{net::TcpListener, task::JoinHandle};

/// A server that listens on this machine, on a port of its own.
#[derive(Debug)]
pub struct Node {
    /// Where it listens.
    pub addr: SocketAddr,
    task: JoinHandle<()>,
}

impl Node {
    /// Serves a whole application by `axum::serve`.
    pub async fn serve(app: Router) -> Self {
        let (listener, addr) = listen().await;
        let task = tokio::spawn(async move {
            axum::serve(listener, app)
                .await
                .expect("the listener is fine");
        });
        Self { addr, task }
    }

    /// Serves the server's own router by `axum::serve`.
    pub async fn router(io: &SocketIo) -> Self {
        Self::serve(io.router()).await
    }

    /// Serves by [`SocketIo::serve`], as `run` does.
    pub async fn run(io: &SocketIo, app: Router) -> Self {
        let (listener, addr) = listen().await;
        let io = io.clone();
        let task = tokio::spawn(async move {
            io.serve(app, listener).await.expect("the listener is fine");
        });
        Self { addr, task }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("this machine has free ports");
    let addr = listener.local_addr().expect("it is bound");
    (listener, addr)
}
