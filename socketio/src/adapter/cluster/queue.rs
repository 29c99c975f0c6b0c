//! Queue: what waits to be published. It is bounded in messages, bytes and time, and keeps the order. Whoever publishes puts
//! a message in and goes on; one task takes them out.

use std::{collections::VecDeque, time::Duration};

use parking_lot::Mutex;
use tokio::{sync::Notify, time::Instant};

use super::error::ClusterError;
use crate::adapter::bus::Parcel;

/// How many messages are given to the bus at once.
const BATCH: usize = 256;

/// What may wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) messages: usize,
    pub(crate) bytes: usize,
    pub(crate) time: Duration,
}

#[derive(Debug)]
pub(super) struct Queue {
    bounds: Bounds,
    state: Mutex<State>,
    added: Notify,
    emptied: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// What the cluster itself says. It does not wait behind the others.
    urgent: Vec<Parcel>,
    waiting: VecDeque<(Instant, Parcel)>,
    bytes: usize,
    /// Whether only urgent messages may leave.
    held: bool,
}

/// Some messages from the front of the queue, which stay in it until they are published.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) parcels: Vec<Parcel>,
    /// How many of them are from the front of `waiting`.
    waiting: usize,
    /// How many were too old, and are not published.
    pub(super) expired: usize,
}

impl Queue {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            state: Mutex::default(),
            added: Notify::new(),
            emptied: Notify::new(),
        }
    }

    /// Adds messages that belong together: all of them, or none.
    pub(super) fn push(&self, parcels: Vec<Parcel>) -> Result<(), ClusterError> {
        let bytes: usize = parcels.iter().map(|parcel| parcel.payload.len()).sum();
        let now = Instant::now();
        let mut state = self.state.lock();
        let (messages, waiting) = (state.waiting.len(), state.bytes);
        if messages + parcels.len() > self.bounds.messages || waiting + bytes > self.bounds.bytes {
            let bytes = waiting;
            return Err(ClusterError::QueueFull { messages, bytes });
        }
        state.bytes += bytes;
        state
            .waiting
            .extend(parcels.into_iter().map(|parcel| (now, parcel)));
        drop(state);
        self.added.notify_one();
        Ok(())
    }

    /// Adds a message of the cluster itself, which is forgotten if it cannot be published now.
    pub(super) fn push_urgent(&self, parcel: Parcel) {
        self.state.lock().urgent.push(parcel);
        self.added.notify_one();
    }

    /// Keeps back what is not urgent.
    pub(super) fn hold(&self) {
        let mut state = self.state.lock();
        state.held = true;
        state.urgent.clear();
    }

    /// Lets everything leave again.
    pub(super) fn release(&self) {
        self.state.lock().held = false;
        self.added.notify_one();
    }

    /// Waits for something that may leave.
    pub(super) async fn next(&self) -> Batch {
        loop {
            let batch = self.state.lock().take(self.bounds.time);
            if !batch.parcels.is_empty() || batch.expired > 0 {
                return batch;
            }
            self.added.notified().await;
        }
    }

    /// What may leave now, whether or not it is held back; `None` if nothing waits.
    pub(super) fn next_now(&self) -> Option<Batch> {
        let mut state = self.state.lock();
        state.held = false;
        let batch = state.take(self.bounds.time);
        (!batch.parcels.is_empty()).then_some(batch)
    }

    /// The messages of a batch are published.
    pub(super) fn published(&self, batch: &Batch) {
        let mut state = self.state.lock();
        for _ in 0..batch.waiting {
            state.pop();
        }
        if state.waiting.is_empty() {
            self.emptied.notify_waiters();
        }
    }

    /// Waits until nothing waits any more.
    pub(super) async fn emptied(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.state.lock().waiting.is_empty() {
                return;
            }
            emptied.await;
        }
    }

    /// How many messages and bytes wait.
    pub(super) fn waiting(&self) -> (usize, usize) {
        let state = self.state.lock();
        (state.waiting.len() + state.urgent.len(), state.bytes)
    }
}

impl State {
    fn take(&mut self, time: Duration) -> Batch {
        let mut expired = 0;
        let now = Instant::now();
        while let Some((since, _)) = self.waiting.front()
            && now.duration_since(*since) > time
        {
            self.pop();
            expired += 1;
        }
        let mut parcels = std::mem::take(&mut self.urgent);
        let mut waiting = 0;
        if !self.held {
            let front = self.waiting.iter().take(BATCH);
            let before = parcels.len();
            parcels.extend(front.map(|(_, parcel)| parcel.clone()));
            waiting = parcels.len() - before;
        }
        Batch {
            parcels,
            waiting,
            expired,
        }
    }

    fn pop(&mut self) {
        if let Some((_, parcel)) = self.waiting.pop_front() {
            self.bytes -= parcel.payload.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue() -> Queue {
        Queue::new(Bounds {
            messages: 3,
            bytes: 10,
            time: Duration::from_secs(5),
        })
    }

    fn parcel(text: &'static str) -> Parcel {
        Parcel::new("c", text.as_bytes())
    }

    fn texts(batch: &Batch) -> Vec<&[u8]> {
        batch
            .parcels
            .iter()
            .map(|parcel| &*parcel.payload)
            .collect()
    }

    #[tokio::test(start_paused = true)]
    async fn messages_leave_in_order_and_stay_until_they_are_published() {
        let queue = queue();
        queue.push(vec![parcel("a"), parcel("b")]).unwrap();
        queue.push_urgent(parcel("!"));

        assert_eq!(texts(&queue.next().await), [b"!", b"a", b"b"]);
        let batch = queue.next().await;
        assert_eq!(texts(&batch), [b"a", b"b"]);
        queue.published(&batch);
        assert_eq!(queue.waiting(), (0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn more_than_may_wait_is_refused_whole() {
        let queue = queue();
        queue.push(vec![parcel("12345")]).unwrap();

        let large = queue.push(vec![parcel("1"), parcel("12345")]);
        let (messages, bytes) = (1, 5);
        assert_eq!(large, Err(ClusterError::QueueFull { messages, bytes }));
        let many = vec![parcel("1"); 3];
        assert!(queue.push(many).is_err());
        assert_eq!(queue.waiting(), (1, 5));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_held_back_leaves_later_and_what_is_too_old_never() {
        let queue = queue();
        queue.hold();
        queue.push(vec![parcel("old")]).unwrap();
        tokio::time::advance(Duration::from_secs(4)).await;
        queue.push(vec![parcel("new")]).unwrap();
        queue.push_urgent(parcel("!"));
        assert_eq!(texts(&queue.next().await), [b"!"]);

        tokio::time::advance(Duration::from_secs(2)).await;
        queue.release();

        let batch = queue.next().await;
        assert_eq!((texts(&batch), batch.expired), (vec![&b"new"[..]], 1));
    }
}
