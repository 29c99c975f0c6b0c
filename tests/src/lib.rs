//! What the test programs share: raw clients, a server on a port of its own, and waiting for conditions.

mod cluster;
mod http;
mod node;
mod polling;
mod program;
mod redis;
mod tools;
mod websocket;

use std::time::Duration;

pub use self::{
    cluster::ClusterOptions,
    http::{RawClient, Response},
    node::Node,
    polling::Polling,
    program::first_line,
    redis::Redis,
    tools::{LeftOut, Tools, interop, interop_target},
    websocket::{Frame, WebSocket, frame},
};

/// How long anything may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until `condition` holds.
///
/// # Panics
///
/// If it does not come to hold in time.
pub async fn until(mut condition: impl FnMut() -> bool) {
    eventually(async || condition()).await;
}

/// Waits until a `condition` holds that has to be asked for.
///
/// # Panics
///
/// If it does not come to hold in time.
pub async fn eventually(mut condition: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait)
        .await
        .expect("the condition never held");
}
