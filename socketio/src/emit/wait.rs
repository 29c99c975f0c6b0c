//! Wait: a message for one client that has no room for it. It is sent once there is room, or the client is disconnected.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::time::{Sleep, sleep};

use super::{caller::Caller, error::EmitError};
use crate::{
    adapter::Offset,
    engine::{Message, Untaken},
};

/// A message that waits for room in the queue of its client. It is an allocation of its own, for it is seldom needed.
pub struct Wait(Box<WaitingMessage>);

struct WaitingMessage {
    caller: Arc<Caller>,
    /// `None` once it is sent.
    message: Option<Message>,
    /// The offset that it was encoded with.
    offset: Option<Offset>,
    deadline: Pin<Box<Sleep>>,
}

impl Wait {
    /// `None` if nothing is to wait: the client is disconnected then.
    pub(super) fn begin(
        caller: Arc<Caller>,
        message: Message,
        offset: Option<Offset>,
    ) -> Option<Self> {
        let patience = caller.member.peer().patience();
        if patience.is_zero() {
            caller.member.peer().overflow();
            return None;
        }
        Some(Self(Box::new(WaitingMessage {
            caller,
            message: Some(message),
            offset,
            deadline: Box::pin(sleep(patience)),
        })))
    }
}

impl Future for Wait {
    type Output = Result<(), EmitError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let WaitingMessage {
            caller,
            message,
            offset,
            deadline,
        } = &mut *self.0;
        while caller.member.peer().poll_room(cx).is_ready() {
            let Some(offered) = message.take() else {
                break;
            };
            match caller.adapter.send(&caller.member, offered, false, *offset) {
                Ok(()) => return Poll::Ready(Ok(())),
                Err(Untaken::Gone) => return Poll::Ready(Err(EmitError::Disconnected)),
                // Another task has taken the room. This one waits again.
                Err(Untaken::Full(offered)) => *message = Some(offered),
            }
        }
        if deadline.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        caller.member.peer().overflow();
        Poll::Ready(Err(EmitError::SlowConsumer))
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").finish_non_exhaustive()
    }
}
