//! Walks the table of `docs/architecture.md`: every state with everything that can happen to it.

use std::collections::BTreeMap;

use super::*;
use crate::engine::{
    connection::tests::pair,
    transport::{stream::Stream, websocket::WebSocket},
};

const CHAPTER: &str = include_str!("../../../../docs/architecture.md");

const STATES: [&str; 9] = [
    "polling", "trying", "probed", "moving", "idle", "busy", "blocked", "task", "lost",
];

const EVENTS: [&str; 11] = [
    "a WebSocket opens",
    "`2probe` is answered",
    "the WebSocket closes",
    "`5` comes",
    "the task takes over TCP",
    "the task takes over another stream",
    "a write begins",
    "a write ends",
    "the socket is full",
    "the socket has room",
    "the session hangs up",
];

/// The rows of the chapter's table: state, event and the state behind it.
fn table() -> BTreeMap<(&'static str, &'static str), &'static str> {
    let rows = CHAPTER
        .lines()
        .skip_while(|line| !line.starts_with("| a link that is |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let mut cells = row.split('|').map(str::trim).skip(1);
        let mut cell = || cells.next().unwrap();
        ((cell(), cell()), cell())
    })
    .collect()
}

async fn half() -> OwnedWriteHalf {
    pair().await.0.into_split().1
}

async fn handover(tcp: bool) -> Handover {
    let (near, _far) = tokio::io::duplex(1);
    let (websocket, _) = WebSocket::new(Stream::other(near, bytes::Bytes::new()));
    Handover {
        transport: Transport::WebSocket(websocket),
        kind: TransportKind::WebSocket,
        half: if tcp { Some(half().await) } else { None },
        text_only: false,
    }
}

fn polling(probe: ProbeStage) -> Link {
    let mut mailbox = Box::<Mailbox>::default();
    mailbox.probe = probe;
    Link::Polling(mailbox)
}

async fn link(state: &str) -> Link {
    match state {
        "polling" => polling(ProbeStage::None),
        "trying" => polling(ProbeStage::Open),
        "probed" => polling(ProbeStage::Answered),
        "moving" => Link::Moving(Box::default(), Box::new(handover(true).await)),
        "idle" => Link::Idle(half().await),
        "busy" => Link::Busy,
        "blocked" => Link::Blocked(half().await),
        "task" => Link::Task(TransportKind::WebSocket),
        "lost" => Link::Lost(Loss {
            kind: TransportKind::Polling,
            refused: false,
        }),
        _ => panic!("{state} is no state"),
    }
}

fn state(link: &Link) -> &'static str {
    match link {
        Link::Polling(mailbox) => match mailbox.probe {
            ProbeStage::None => "polling",
            ProbeStage::Open => "trying",
            ProbeStage::Answered => "probed",
        },
        Link::Moving(..) => "moving",
        Link::Idle(_) => "idle",
        Link::Busy => "busy",
        Link::Blocked(_) => "blocked",
        Link::Task(_) => "task",
        Link::Lost(_) => "lost",
    }
}

async fn happen(link: &mut Link, event: &str) {
    let busy = matches!(link, Link::Busy);
    match event {
        "a WebSocket opens" => drop(link.begin_probe()),
        "`2probe` is answered" => link.answer_probe(),
        "the WebSocket closes" => link.end_probe(),
        "`5` comes" => drop(link.hand_over(handover(true).await)),
        "the task takes over TCP" => drop(link.take_over()),
        "the task takes over another stream" => {
            if let Link::Moving(_, handover) = link {
                handover.half = None;
            }
            drop(link.take_over());
        }
        "a write begins" => drop(link.take_half()),
        // Who ends a write has begun it.
        "a write ends" if busy => link.put_half(half().await),
        "the socket is full" if busy => link.block(half().await),
        "a write ends" | "the socket is full" => {}
        "the socket has room" => link.unblock(),
        "the session hangs up" => link.hang_up(),
        _ => panic!("{event} cannot happen"),
    }
}

#[tokio::test]
async fn a_link_changes_as_the_table_says_and_not_otherwise() {
    let table = table();
    let mut walked = 0;
    for from in STATES {
        for event in EVENTS {
            let mut link = link(from).await;
            assert_eq!(state(&link), from);

            happen(&mut link, event).await;

            let to = table.get(&(from, event));
            walked += usize::from(to.is_some());
            assert_eq!(state(&link), *to.unwrap_or(&from), "{from}: {event}");
        }
    }
    assert_eq!(walked, table.len(), "each row names a state and an event");
}

#[tokio::test]
async fn whatever_a_link_is_it_can_be_lost_for_good() {
    for from in STATES {
        let mut link = link(from).await;
        let kind = link.kind();

        link.lose();
        link.lose();

        assert_eq!((state(&link), link.kind()), ("lost", kind), "{from}");
    }
}

#[tokio::test]
async fn a_body_that_nobody_has_read_is_remembered_as_refused() {
    for (body, moving) in [(false, false), (true, false), (true, true)] {
        let mut link = Link::polling();
        if body {
            assert!(link.mailbox().unwrap().leave(&"4x".into()));
        }
        if moving {
            assert!(link.begin_probe());
            assert!(link.hand_over(handover(true).await));
        }

        link.lose();

        assert!(matches!(link, Link::Lost(loss) if loss.refused == body));
    }
}
