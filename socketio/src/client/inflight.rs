//! Handlers in flight: those that did not finish when they were first polled. Knows how they are polled and cancelled, and
//! not in which order they start.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use futures_util::{
    future::{AbortHandle, Abortable, Either},
    stream::{FuturesUnordered, Stream},
};
use tokio::time::{Sleep, sleep};

use super::attached::SocketKey;
use crate::{
    ack::{Awaited, take_awaited},
    namespace::{Policy, Run},
    route::{Error, Outcome},
};

/// How long the handlers of a client that has left may delay its disconnect handler. After that they go on running, but
/// no longer keep the client in its rooms.
const GRACE_PERIOD: Duration = Duration::from_secs(10);

/// What a handler runs for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    Connect,
    Disconnect,
    Event {
        policy: Policy,
        name: Box<str>,
        id: Option<u64>,
        /// When it began, if somebody wants to know how long it takes.
        begun: Option<Instant>,
    },
}

/// A handler that has finished: whose it was, what it ran for, and its outcome.
pub(super) type Finished = (SocketKey, Trigger, Outcome);

/// The handlers of one connection that have not finished.
#[derive(Debug, Default)]
pub(super) struct Inflight {
    tasks: FuturesUnordered<Task>,
    /// Runs while handlers delay a disconnect handler.
    grace_period: Option<Pin<Box<Sleep>>>,
}

impl Inflight {
    /// Adds a handler that has been polled once. The handle cancels it, if its policy allows that.
    pub(super) fn push(
        &mut self,
        socket: SocketKey,
        trigger: Trigger,
        run: Run,
    ) -> Option<AbortHandle> {
        let mut handle = None;
        let run = if matches!(
            trigger,
            Trigger::Event {
                policy: Policy::Latest(_),
                ..
            }
        ) {
            let (abort, registration) = AbortHandle::new_pair();
            handle = Some(abort);
            Either::Right(Abortable::new(run, registration))
        } else {
            Either::Left(run)
        };
        self.tasks.push(Task {
            owner: Some((socket, trigger)),
            run,
            awaited: take_awaited(),
            told: false,
        });
        handle
    }

    /// The handlers that wait for an answer, of those that observers were not told of.
    pub(super) fn awaiting(&mut self) -> impl Iterator<Item = Awaiting<'_>> {
        self.tasks.iter_mut().filter_map(|task| {
            let (key, trigger) = task.owner.as_ref()?;
            let awaited = task.awaited.filter(|_| !task.told)?;
            Some(Awaiting {
                key: *key,
                trigger,
                awaited,
                told: &mut task.told,
            })
        })
    }

    /// Whether a handler of this socket is in flight.
    pub(super) fn has(&self, socket: SocketKey) -> bool {
        let mut owners = self.tasks.iter().filter_map(|task| task.owner.as_ref());
        owners.any(|(key, _)| *key == socket)
    }

    pub(super) fn len(&self) -> usize {
        self.tasks.len()
    }

    /// The next handler that has finished; pending while all of them run.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Finished>> {
        Pin::new(&mut self.tasks).poll_next(cx)
    }

    /// A disconnect handler has to wait for other handlers.
    pub(super) fn start_grace_period(&mut self, cx: &mut Context<'_>) {
        let grace_period = self
            .grace_period
            .get_or_insert_with(|| Box::pin(sleep(GRACE_PERIOD)));
        // Registers the waker: there may be no other reason to poll before the time is over. A new timer is not ready.
        let _ = grace_period.as_mut().poll(cx);
    }

    /// Whether a disconnect handler has waited too long.
    pub(super) fn grace_period_is_over(&mut self, cx: &mut Context<'_>) -> bool {
        let lost = self
            .grace_period
            .as_mut()
            .is_some_and(|grace_period| grace_period.as_mut().poll(cx).is_ready());
        if lost {
            self.grace_period = None;
        }
        lost
    }
}

#[derive(Debug)]
struct Task {
    /// `None` once it has finished.
    owner: Option<(SocketKey, Trigger)>,
    run: Either<Run, Abortable<Run>>,
    /// The question that the handler waited for when it was last seen to wait for one.
    awaited: Option<Awaited>,
    /// Whether observers were told of an event that waits for this handler meanwhile.
    told: bool,
}

/// A handler that waits for the answer to a question.
#[derive(Debug)]
pub(super) struct Awaiting<'a> {
    pub(super) key: SocketKey,
    pub(super) trigger: &'a Trigger,
    pub(super) awaited: Awaited,
    pub(super) told: &'a mut bool,
}

impl Future for Task {
    type Output = Finished;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Finished> {
        let polled = match &mut self.run {
            Either::Left(run) => Pin::new(run).poll(cx),
            Either::Right(run) => Pin::new(run)
                .poll(cx)
                .map(|ended| ended.unwrap_or_else(|_aborted| Err(Error::superseded()))),
        };
        if polled.is_pending()
            && let awaited @ Some(_) = take_awaited()
            && self.awaited != awaited
        {
            (self.awaited, self.told) = (awaited, false);
        }
        let outcome = ready!(polled);
        let (socket, trigger) = self
            .owner
            .take()
            .expect("it is polled until it has finished");
        Poll::Ready((socket, trigger, outcome))
    }
}
