//! A client is cut off again and again while everybody sends, and gets everything once.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use socketio::{Recovery, testing::Received};
use tokio::{
    task::yield_now,
    time::{sleep, timeout},
};

use super::{TIME, builder};
use crate::join;

/// How often the client is cut off. The environment variable `CUTS` has another number.
const CUTS: usize = 1000;
/// How long all of that may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The numbers of the events that have come, for each name in order.
#[derive(Default)]
struct Counts(HashMap<String, u32>);

impl Counts {
    /// Every stream counts from 0, without a gap and without a number twice.
    fn take(&mut self, events: Vec<Received>) {
        for event in events {
            let number: u32 = event.get(0).unwrap();
            let next = self.0.entry(event.name().to_owned()).or_default();
            assert_eq!(number, *next, "{}", event.name());
            *next += 1;
        }
    }
}

/// Numbers that look like chance, and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_thousand_cuts_nothing_is_missed_and_nothing_comes_twice() {
    timeout(PATIENCE, cut_again_and_again())
        .await
        .expect("it ends in time");
}

async fn cut_again_and_again() {
    let cuts = std::env::var("CUTS")
        .ok()
        .and_then(|cuts| cuts.parse().ok());
    let cuts = cuts.unwrap_or(CUTS);
    let recovery = Recovery::for_up_to(TIME).max_messages(100_000);
    let io = builder(recovery.max_bytes(6 << 20)).build().unwrap();
    let mut ann = join(&io, "/").await;
    ann.call::<()>("join", "lobby").await.unwrap();
    let sid = ann.sid().to_owned();
    let stop = Arc::new(AtomicBool::new(false));
    let streams = ["me", "room", "all", "volatile"].map(|name| {
        let (io, sid, stop) = (io.io(), sid.clone(), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut number = 0;
            while !stop.load(Ordering::Relaxed) {
                let emit = io.emit(name, number);
                match name {
                    "me" => emit.to(&sid).await.unwrap(),
                    "room" => emit.to("lobby").await.unwrap(),
                    "all" => emit.await.unwrap(),
                    _ => emit.volatile().await.unwrap(),
                }
                number += 1;
                match number % 8 {
                    0 => sleep(Duration::from_micros(500)).await,
                    _ => yield_now().await,
                }
            }
            number
        })
    });

    let mut counts = Counts::default();
    let reliable = |events: Vec<Received>| {
        let events = events.into_iter();
        events
            .filter(|event| event.name() != "volatile")
            .collect::<Vec<_>>()
    };
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for cut in 0..cuts {
        // At any moment: at once, after a while, or after something has come.
        match random.below(3) {
            0 => {}
            1 => sleep(Duration::from_micros(random.below(3000))).await,
            _ => counts.take(reliable(ann.received().await)),
        }
        // Now and then the server does not notice that the connection is gone before the client is back: another client
        // shares it.
        let unnoticed = match random.below(4) {
            0 => Some(ann.connect("/other").await.unwrap()),
            _ => None,
        };
        let (events, returning) = ann.lose_connection();
        counts.take(reliable(events));
        let back = io.test_client("/").returning(&returning);
        ann = back.connect().await.unwrap();
        assert_eq!(ann.sid(), sid, "cut {cut}");
        drop(unnoticed);
    }
    stop.store(true, Ordering::Relaxed);
    let mut sent = Vec::new();
    for stream in streams {
        sent.push(stream.await.unwrap());
    }
    counts.take(reliable(ann.received().await));

    let got = ["me", "room", "all"].map(|name| counts.0[name]);
    assert_eq!(got[..], sent[..3]);
    assert_eq!(io.io().recovery().unwrap().recovered, cuts as u64);
}
