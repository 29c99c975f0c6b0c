//! Register: how sockets ended. Outlives them, and is shared by all instances.

use std::{collections::HashMap, sync::Arc, time::Duration};

use serde::Serialize;
use socketio::Sid;
use tokio::{sync::watch, time::timeout};

/// How a socket ended.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Obituary {
    pub(crate) reason: &'static str,
    pub(crate) rooms: Vec<String>,
}

/// How all sockets ended, by their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Register(Arc<watch::Sender<HashMap<String, Obituary>>>);

impl Register {
    /// A socket is gone.
    pub(crate) fn bury(&self, sid: Sid, obituary: Obituary) {
        self.0.send_modify(|all| {
            all.insert(sid.to_string(), obituary);
        });
    }

    /// How the socket ended; waits for its end at most `within`.
    pub(crate) async fn obituary(&self, sid: &str, within: Duration) -> Option<Obituary> {
        let mut all = self.0.subscribe();
        let known = all.wait_for(|all| all.contains_key(sid));
        let all = timeout(within, known).await.ok()?.ok()?;
        all.get(sid).cloned()
    }
}
