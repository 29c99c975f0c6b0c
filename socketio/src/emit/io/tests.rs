//! An `Io` over a directory of its own: no server, no engine, no sessions.

use std::sync::Mutex;

use tokio::sync::watch;

use super::*;
use crate::{
    Sid,
    adapter::Member,
    emit::{
        node::States,
        stats::{Sessions, Tasks},
    },
    observe::{Observation, Observer, Topics},
    packet::Codec,
};

/// One namespace that nobody has joined.
#[derive(Debug)]
struct Alone(Arc<Adapter>);

impl Directory for Alone {
    fn look_up(&self, name: &str) -> Option<Arc<Adapter>> {
        (*name == **self.0.namespace()).then(|| Arc::clone(&self.0))
    }

    fn find_member(&self, sid: Sid) -> Option<(Arc<Adapter>, Arc<Member>)> {
        Some((Arc::clone(&self.0), self.0.find(sid)?))
    }

    fn all(&self) -> Vec<Arc<Adapter>> {
        vec![Arc::clone(&self.0)]
    }
}

struct NoSessions;

impl Sessions for NoSessions {
    fn count(&self) -> usize {
        0
    }

    fn queued_bytes(&self) -> usize {
        0
    }
}

/// Notes what was sent.
#[derive(Default)]
struct Sent(Mutex<Vec<String>>);

impl Observer for Sent {
    fn topics(&self) -> Topics {
        Topics::EMITS
    }

    fn observe(&self, observation: &Observation<'_>) {
        self.0.lock().unwrap().push(observation.to_string());
    }
}

#[tokio::test]
async fn an_io_needs_a_directory_of_namespaces_and_no_engine() {
    let sent = Arc::new(Sent::default());
    let mut config = Config::default();
    config.observers.add(Arc::clone(&sent) as _);
    let adapter = Adapter::new("/jobs".into(), None, Codec::Json, &config);
    let io = Io::new(Node {
        directory: Arc::new(Alone(Arc::new(adapter))),
        config: Arc::new(config),
        hub: None,
        states: States::default(),
        stopping: watch::Sender::new(false),
        sessions: Box::new(NoSessions),
        tasks: Tasks::default(),
    });
    let jobs = io.of("/jobs");

    jobs.emit("done", 7).to("editors").await.unwrap();
    jobs.join_room("editors").of(Sid::random()).await.unwrap();
    assert!(jobs.sids().await.unwrap().is_empty());
    jobs.emptied("editors").await;

    assert_eq!(sent.0.lock().unwrap().len(), 1, "{:?}", sent.0);
    let error = io.emit("done", 7).broadcast().await.unwrap_err();
    assert!(
        error.to_string().starts_with("there is no namespace `/`"),
        "{error}"
    );
}
