//! Requests: questions to other nodes, whose answers are counted down from the nodes that are alive. A node that dies is
//! struck off at once; at the deadline those that have not answered are named.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use tokio::time::{Sleep, sleep};

use super::presence::RemoteSocket;
use crate::{ack::NodeId, packet::Args};

/// What one node has answered.
#[derive(Debug)]
pub(crate) enum Reply {
    Sockets(Vec<RemoteSocket>),
    Value(Result<Args, String>),
}

/// The answers to a question, complete or not.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) replies: Vec<(NodeId, Reply)>,
    /// The nodes that have not answered.
    pub(crate) missing: Vec<NodeId>,
}

#[derive(Debug, Default)]
pub(super) struct Requests {
    next: AtomicU64,
    open: Mutex<FxHashMap<u64, Arc<Mutex<Progress>>>>,
}

#[derive(Debug, Default)]
struct Progress {
    due: Vec<NodeId>,
    gathered: Gathered,
    waker: Option<Waker>,
}

impl Requests {
    /// Opens a question to these nodes. Its id is known before it leaves, since an answer may be faster than the caller.
    pub(super) fn open(self: &Arc<Self>, nodes: Vec<NodeId>, within: Duration) -> Gathering {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let progress = Arc::new(Mutex::new(Progress {
            due: nodes,
            ..Progress::default()
        }));
        self.open.lock().insert(id, Arc::clone(&progress));
        Gathering {
            id,
            progress,
            requests: Arc::clone(self),
            deadline: Box::pin(sleep(within)),
        }
    }

    /// A node has answered. It is ignored if nobody waits for that.
    pub(super) fn settle(&self, id: u64, node: NodeId, reply: Reply) {
        let progress = self.open.lock().get(&id).cloned();
        let waker = progress.and_then(|progress| {
            let mut progress = progress.lock();
            progress.strike(node).then(|| {
                progress.gathered.replies.push((node, reply));
                progress.waker.take()
            })?
        });
        waker.into_iter().for_each(Waker::wake);
    }

    /// A node is gone.
    pub(super) fn lose(&self, node: NodeId) {
        let open: Vec<_> = self.open.lock().values().cloned().collect();
        let wakers = open.iter().filter_map(|progress| {
            let mut progress = progress.lock();
            if !progress.strike(node) {
                return None;
            }
            progress.gathered.missing.push(node);
            progress.waker.take()
        });
        let wakers: Vec<_> = wakers.collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl Progress {
    /// Whether the node owed an answer. It does not any more.
    fn strike(&mut self, node: NodeId) -> bool {
        let is_it = |due: &NodeId| *due == node || node == NodeId::ANYBODY;
        let place = self.due.iter().position(is_it);
        place.map(|place| self.due.swap_remove(place)).is_some()
    }
}

/// The answers to a question, once all are there or the deadline has passed. Dropping it withdraws the question.
#[derive(Debug)]
pub(crate) struct Gathering {
    id: u64,
    progress: Arc<Mutex<Progress>>,
    requests: Arc<Requests>,
    deadline: Pin<Box<Sleep>>,
}

impl Gathering {
    pub(super) fn id(&self) -> u64 {
        self.id
    }
}

impl Future for Gathering {
    type Output = Gathered;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Gathered> {
        let over = self.deadline.as_mut().poll(cx).is_ready();
        let mut progress = self.progress.lock();
        if over {
            let mut due = std::mem::take(&mut progress.due);
            progress.gathered.missing.append(&mut due);
        }
        if progress.due.is_empty() {
            return Poll::Ready(std::mem::take(&mut progress.gathered));
        }
        progress.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Gathering {
    fn drop(&mut self) {
        self.requests.open.lock().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: NodeId = NodeId::new("one").unwrap();
    const TWO: NodeId = NodeId::new("two").unwrap();
    const LIMIT: Duration = Duration::from_secs(5);

    fn value() -> Reply {
        Reply::Value(Ok(Args::default()))
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_is_over_when_every_node_has_answered_or_is_gone() {
        let requests = Arc::new(Requests::default());
        let begun = tokio::time::Instant::now();
        let gathering = requests.open(vec![ONE, TWO], LIMIT);

        requests.settle(gathering.id(), ONE, value());
        requests.settle(gathering.id(), ONE, value());
        requests.lose(TWO);

        let gathered = gathering.await;
        assert_eq!((gathered.replies.len(), gathered.missing), (1, vec![TWO]));
        assert_eq!(begun.elapsed(), Duration::ZERO);
        assert!(requests.open.lock().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_silent_at_the_deadline_is_named() {
        let requests = Arc::new(Requests::default());
        let gathering = requests.open(vec![ONE, TWO], LIMIT);
        requests.settle(gathering.id(), TWO, value());

        let gathered = gathering.await;

        assert_eq!((gathered.replies.len(), gathered.missing), (1, vec![ONE]));
    }
}
