//! Budget: how much one turn may do before others get the thread: in messages that are handled, in what is sent, and in
//! time. It is of the thread, like the turn, so that whoever does the work can count it.

use std::{
    cell::Cell,
    future::Future,
    pin::pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::task::{consume_budget, yield_now};

use crate::config::Config;

/// How many messages a turn handles. The number is a guess: enough that answers leave together, and few enough that a
/// client that sends much does not starve the rest.
const MESSAGES: u8 = 64;
/// How many messages a read counts as, since it may bring nothing.
const READ: u8 = 16;
/// How many deliveries a turn queues: a push is a tenth of a microsecond.
const DELIVERIES: usize = 8192;
/// The most bytes of messages that a turn sends, each counted once, however many get it.
const BYTES: usize = 256 << 10;
/// Of what may wait for one client, a turn may add one part in this many. So a turn does not fill the queue of a client
/// that reads.
const SHARE: usize = 4;
/// How long the messages of a turn may take. The clock is looked at now and then, so it may be exceeded.
const TIME: Duration = Duration::from_millis(5);
/// A turn that handles so many messages looks at the clock for the first time: more than clients usually send at once.
const FIRST_LOOK: u8 = 20;
/// Then it looks again after so many more.
const LOOK: u8 = 4;

thread_local! {
    static MESSAGES_LEFT: Cell<MessagesLeft> = const { Cell::new(MessagesLeft::ALL) };
    static SENDS_LEFT: Cell<SendsLeft> = const { Cell::new(SendsLeft::UNBOUNDED) };
    /// Stopped outside of turns.
    static CLOCK: Cell<Clock> = const { Cell::new(Clock::STOPPED) };
}

/// How many messages the current turn may still handle.
#[derive(Clone, Copy, Debug)]
struct MessagesLeft {
    count: u8,
    /// When no more than this are left, [`handled`] looks whether the turn is to end: because messages have run out, it is
    /// time to look at the clock, or what may be sent is spent.
    look_at: u8,
}

/// What the current turn may still send. Outside of turns nothing is bounded.
#[derive(Clone, Copy, Debug)]
struct SendsLeft {
    bounded: bool,
    sent: u32,
    deliveries: u32,
    bytes: u32,
}

/// How long messages have taken.
#[derive(Clone, Copy, Debug)]
struct Clock {
    since: Option<Instant>,
    /// How long ago `since` was at the last look.
    took: Duration,
    /// How many messages had been handled after `since` at the last look.
    messages: u8,
    /// How many messages are handled from one look to the next.
    step: u8,
}

/// How many messages the turns of one client handle. It shrinks while they take long, and grows back when they do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quota(u8);

impl Default for Quota {
    fn default() -> Self {
        Self(MESSAGES)
    }
}

/// The budget of a turn around the current one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outer(MessagesLeft, SendsLeft, Clock);

impl MessagesLeft {
    /// Outside of turns the count begins anew whenever it has run out.
    const ALL: Self = Self {
        count: u8::MAX,
        look_at: 0,
    };
}

impl SendsLeft {
    const UNBOUNDED: Self = Self {
        bounded: false,
        sent: 0,
        deliveries: 0,
        bytes: 0,
    };

    #[inline]
    const fn is_spent(self) -> bool {
        self.bounded && (self.sent == 0 || self.deliveries == 0 || self.bytes == 0)
    }
}

impl Clock {
    const STOPPED: Self = Self {
        since: None,
        took: Duration::ZERO,
        messages: 0,
        step: LOOK,
    };
}

/// Begins the budget of a turn. If it is `blocked`, nothing may be sent in it, and nothing read.
#[inline]
pub(super) fn begin(config: &Config, quota: Quota, blocked: bool) {
    let sent = (config.outbound_messages / SHARE).clamp(1, DELIVERIES);
    let bytes = (config.outbound_bytes / SHARE).clamp(1, BYTES);
    SENDS_LEFT.set(SendsLeft {
        bounded: true,
        sent: if blocked { 0 } else { sent as u32 },
        deliveries: DELIVERIES as u32,
        bytes: bytes as u32,
    });
    let until_look = match quota.0 {
        MESSAGES.. => FIRST_LOOK,
        _ => start_clock(),
    };
    let look_at = if blocked {
        u8::MAX
    } else {
        quota.0 - until_look
    };
    MESSAGES_LEFT.set(MessagesLeft {
        count: quota.0,
        look_at,
    });
}

/// A client whose messages took long is timed from the first one on.
#[cold]
fn start_clock() -> u8 {
    CLOCK.set(Clock {
        since: Some(Instant::now()),
        step: 1,
        ..Clock::STOPPED
    });
    1
}

#[inline]
fn unbound() {
    MESSAGES_LEFT.set(MessagesLeft::ALL);
    SENDS_LEFT.set(SendsLeft::UNBOUNDED);
}

/// Ends the budget of a turn; the quota of the client's next one, by how long this one took.
#[inline]
pub(super) fn end(quota: Quota) -> Quota {
    unbound();
    if CLOCK.with(|clock| clock.get().since.is_none()) {
        return quota;
    }
    stop_clock(quota)
}

#[cold]
fn stop_clock(quota: Quota) -> Quota {
    let clock = CLOCK.replace(Clock::STOPPED);
    match clock.messages {
        0 => quota,
        messages => next(quota, clock.took, messages),
    }
}

/// Drops the budget of a turn that was broken off by a panic.
pub(super) fn clear() {
    unbound();
    if CLOCK.with(|clock| clock.get().since.is_some()) {
        CLOCK.set(Clock::STOPPED);
    }
}

/// Lays the budget of a turn aside, for one inside of it.
pub(super) fn lay_aside() -> Outer {
    Outer(
        MESSAGES_LEFT.replace(MessagesLeft::ALL),
        SENDS_LEFT.replace(SendsLeft::UNBOUNDED),
        CLOCK.replace(Clock::STOPPED),
    )
}

/// Goes on with a budget that was laid aside.
pub(super) fn take_up(outer: Outer) {
    MESSAGES_LEFT.set(outer.0);
    SENDS_LEFT.set(outer.1);
    CLOCK.set(outer.2);
}

/// The quota that follows a turn, of which some messages have taken so long.
fn next(quota: Quota, took: Duration, messages: u8) -> Quota {
    if took >= TIME {
        let fit = u128::from(messages) * TIME.as_micros() / took.as_micros().max(1);
        Quota(fit.clamp(1, u128::from(MESSAGES)) as u8)
    } else if took < TIME / 2 {
        Quota(quota.0.saturating_mul(2).min(MESSAGES))
    } else {
        quota
    }
}

/// Notes that a message has been handled. Whether the turn is to end.
#[inline]
pub(crate) fn handled() -> bool {
    let mut left = MESSAGES_LEFT.get();
    left.count = left.count.wrapping_sub(1);
    MESSAGES_LEFT.set(left);
    left.count <= left.look_at && look(left.count)
}

/// Looks at the clock, if a turn with so many messages left is to go on. Whether it is to end.
#[cold]
fn look(mut count: u8) -> bool {
    let sends = SENDS_LEFT.get();
    if !sends.bounded {
        MESSAGES_LEFT.set(MessagesLeft::ALL);
        return false;
    }
    let mut clock = CLOCK.get();
    match clock.since {
        None => clock.since = Some(Instant::now()),
        Some(since) => {
            clock.messages = clock.messages.saturating_add(clock.step);
            clock.took = since.elapsed();
            if clock.took >= TIME {
                count = 0;
            }
        }
    }
    CLOCK.set(clock);
    MESSAGES_LEFT.set(MessagesLeft {
        count,
        look_at: count.saturating_sub(clock.step),
    });
    count == 0 || sends.is_spent()
}

/// Notes that the socket has been read. Whether the turn is to end.
#[inline]
pub(crate) fn spend_read() -> bool {
    let left = MESSAGES_LEFT.get();
    let less = |count: u8| count.saturating_sub(READ);
    MESSAGES_LEFT.set(MessagesLeft {
        count: less(left.count),
        look_at: less(left.look_at),
    });
    is_spent()
}

/// Whether the turn is to end.
#[inline]
fn is_spent() -> bool {
    let sends = SENDS_LEFT.get();
    sends.is_spent() || sends.bounded && MESSAGES_LEFT.get().count == 0
}

/// Notes that a message of so many bytes has been queued so many times.
#[inline]
pub(crate) fn sent(deliveries: usize, bytes: usize) {
    let mut left = SENDS_LEFT.get();
    left.sent = left.sent.saturating_sub(1);
    let less = |left: u32, by: usize| left.saturating_sub(u32::try_from(by).unwrap_or(u32::MAX));
    left.deliveries = less(left.deliveries, deliveries);
    left.bytes = less(left.bytes, bytes);
    SENDS_LEFT.set(left);
    if left.is_spent() {
        stop_at_next_message();
    }
}

#[cold]
fn stop_at_next_message() {
    let count = MESSAGES_LEFT.get().count;
    MESSAGES_LEFT.set(MessagesLeft {
        count,
        look_at: u8::MAX,
    });
}

/// Ready when something may be sent: at once as long as the turn has budget left. Otherwise the task comes back when others
/// have had the thread, and what it has sent is written. Outside of turns the budget is the one that tokio gives each task.
#[inline]
pub(crate) fn poll_send(cx: &mut Context<'_>) -> Poll<()> {
    if is_spent() {
        yield_now_and_wake(cx);
        return Poll::Pending;
    }
    if !SENDS_LEFT.get().bounded {
        return pin!(consume_budget()).poll(cx);
    }
    Poll::Ready(())
}

/// Lets others have the thread: the task is woken once those that are ready have run, and the sockets have been looked at.
/// Woken at once it would come back before what other clients have sent meanwhile is seen.
#[cold]
pub(crate) fn yield_now_and_wake(cx: &mut Context<'_>) {
    // The first poll sees to that, and is never ready.
    let _ = pin!(yield_now()).poll(cx);
}

#[cfg(test)]
mod tests;
