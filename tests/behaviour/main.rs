//! What the library promises those who write handlers, told by clients in this process.

mod acks;
mod background;
mod callback;
mod client;
mod connect;
mod context;
mod custom_format;
mod disconnect;
mod drain;
mod emit;
mod errors;
mod flask;
mod guards;
mod guards_of_all;
mod limits;
mod middleware;
mod namespaces;
mod order;
mod panics;
mod patterns;
mod payload_errors;
mod question;
mod recovery;
mod rooms;
mod sessions;
mod stats;
mod traps;

use std::sync::{Mutex, PoisonError};

use socketio::{SocketIo, testing::TestClient};
use tokio::sync::Notify;

/// A client that has joined a namespace.
async fn join(io: &SocketIo, namespace: &str) -> TestClient {
    io.test_client(namespace)
        .connect()
        .await
        .expect("nobody is refused")
}

/// What handlers have noted, in order.
#[derive(Debug, Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    added: Notify,
}

impl Log {
    fn add(&self, line: impl Into<String>) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line.into());
        self.added.notify_one();
    }

    /// Waits until `line` is there.
    async fn has(&self, line: &str) {
        while !self.look().iter().any(|added| added == line) {
            self.added.notified().await;
        }
    }

    fn look(&self) -> Vec<String> {
        self.lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What was noted since the last time.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.lines.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the handlers of a server have noted since the last time.
fn noted(io: &SocketIo) -> Vec<String> {
    io.io().state::<Log>().expect("it has a log").take()
}
