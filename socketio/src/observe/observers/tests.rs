use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::observe::{Limit, RefusalKind, TransportKind};

/// Counts what it is told, and panics then if it is to.
struct Counter {
    topics: Topics,
    told: AtomicUsize,
    panics: bool,
}

impl Counter {
    fn new(topics: Topics, panics: bool) -> Arc<Self> {
        Arc::new(Self {
            topics,
            told: AtomicUsize::new(0),
            panics,
        })
    }

    fn told(&self) -> usize {
        self.told.load(Ordering::Relaxed)
    }
}

impl Observer for Counter {
    fn topics(&self) -> Topics {
        self.topics
    }

    fn observe(&self, _: &Observation<'_>) {
        self.told.fetch_add(1, Ordering::Relaxed);
        assert!(!self.panics, "an observer panics");
    }
}

fn silent() -> Observers {
    let mut observers = Observers::default();
    observers.set_log(false);
    observers
}

const OPENED: Observation<'static> = Observation::RoomCreated {
    namespace: "/",
    room: "lobby",
};

#[test]
fn nobody_is_told_what_he_did_not_ask_for() {
    let mut observers = silent();
    let (rooms, sessions) = (
        Counter::new(Topics::ROOMS, false),
        Counter::new(Topics::SESSIONS, false),
    );
    observers.add(rooms.clone());
    observers.add(sessions.clone());

    observers.tell_of(Topics::ROOMS, || OPENED);
    observers.tell_of(Topics::EVENTS, || unreachable!("nobody wants events"));

    assert_eq!((rooms.told(), sessions.told()), (1, 0));
}

#[test]
fn without_observers_and_log_nothing_is_wanted() {
    let observers = silent();

    assert!(!observers.want(Topics::ALL));
}

#[test]
fn an_observer_that_panics_keeps_the_next_from_nothing() {
    let mut observers = silent();
    let (bad, good) = (
        Counter::new(Topics::ALL, true),
        Counter::new(Topics::ALL, false),
    );
    observers.add(bad.clone());
    observers.add(good.clone());

    observers.tell(&OPENED);
    observers.tell(&OPENED);

    assert_eq!((bad.told(), good.told()), (2, 2));
}

#[test]
fn what_clients_chose_is_escaped_and_shortened_in_the_text() {
    let sid = "lv_VI97HAXpY6yYWAAAB".parse().unwrap();
    let long = "x".repeat(500);
    let unhandled = |event| {
        let observation = Observation::EventUnhandled {
            namespace: "/",
            sid,
            event,
        };
        observation.to_string()
    };

    assert_eq!(
        unhandled("a\nb\u{1b}[31m"),
        "no handler for event `a\\nb\\u{1b}[31m` in `/`"
    );
    assert_eq!(
        unhandled(&long),
        format!("no handler for event `{}...` in `/`", &long[..80])
    );
}

#[test]
fn the_text_of_a_refusal_says_what_was_compared() {
    let refused = Observation::RequestRefused {
        kind: RefusalKind::Origin,
        found: "https://evil.example",
        expected: "http://localhost:5000",
        addr: Some(([127, 0, 0, 1], 9).into()),
    };

    assert_eq!(
        refused.to_string(),
        "request refused from 127.0.0.1:9: the origin is not accepted: found `https://evil.example`, \
         expected http://localhost:5000"
    );
}

#[test]
fn the_text_of_a_limit_says_what_follows() {
    let session = "lv_VI97HAXpY6yYWAAAB".parse().unwrap();
    let limit = Limit::OutboundQueue;

    let text = Observation::LimitReached { session, limit }.to_string();

    assert!(
        text.ends_with("its queue is full: the session is closed"),
        "{text}"
    );
    assert_eq!(TransportKind::Polling.as_str(), "polling");
}
