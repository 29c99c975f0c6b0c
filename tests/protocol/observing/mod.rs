//! What observers are told, as one line of text for each observation.

mod failure;
mod limit;
mod refusal;
mod session;

use std::sync::{Arc, Mutex};

use socketio::{SocketIo, SocketIoBuilder, observe::Observation};
use tests::until;

/// What was told, as text. The ids of sessions and sockets have names of one letter, addresses and times are left out.
#[derive(Clone, Default)]
struct Story(Arc<Mutex<Vec<String>>>);

impl Story {
    /// A server that tells it.
    fn of(&self, builder: SocketIoBuilder) -> SocketIo {
        let lines = Arc::clone(&self.0);
        builder
            .observer(move |observation: &Observation<'_>| {
                lines.lock().unwrap().push(plain(observation));
            })
            .build()
            .unwrap()
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// The lines, once the last of them is there.
    async fn until(&self, last: &str) -> Vec<String> {
        until(|| self.lines().iter().any(|line| line == last)).await;
        self.lines()
    }
}

fn plain(observation: &Observation<'_>) -> String {
    let text = observation.to_string();
    let (mut text, ids) = match *observation {
        Observation::EventHandled { took, .. } => {
            (text.replace(&format!(" in {took:?}"), ""), [None, None])
        }
        Observation::NamespaceJoined { session, sid, .. }
        | Observation::NamespaceLeft { session, sid, .. } => (text, [Some(session), Some(sid)]),
        Observation::SessionOpened { session, addr, .. } => {
            let from = format!(" from {}", addr.unwrap());
            (text.replace(&from, ""), [Some(session), None])
        }
        Observation::RequestRefused { addr, .. } => {
            // Under `axum::serve` it is not known.
            let from = addr.map(|addr| format!(" from {addr}")).unwrap_or_default();
            (text.replacen(&from, "", 1), [None, None])
        }
        Observation::SessionUpgraded { session, .. }
        | Observation::SessionClosed { session, .. }
        | Observation::NamespaceRefused { session, .. }
        | Observation::ProtocolViolated { session, .. }
        | Observation::SessionPanicked { session, .. }
        | Observation::LimitReached { session, .. } => (text, [Some(session), None]),
        _ => (text, [None, None]),
    };
    for (id, name) in ids.into_iter().zip(["S", "A"]) {
        if let Some(id) = id {
            text = text.replace(id.as_str(), name);
        }
    }
    // All other ids are the socket's: 20 characters between blanks.
    let words = text
        .split(' ')
        .map(|word| match word.parse::<socketio::Sid>() {
            Ok(_) => "A",
            Err(_) => word,
        });
    words.collect::<Vec<_>>().join(" ")
}
