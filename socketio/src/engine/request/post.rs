//! A POST delivers what the client says. It runs in the task of its HTTP connection.

use std::{
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;

use super::Refusal;
use crate::{
    engine::{
        format::{payload, revision::Revision, revision3},
        peer::{Peer, link::Link},
    },
    observe::{Limit, Reason},
};

/// A POST. It is answered once the session has read its body, so that nothing is answered that nobody will read.
/// Dropped before its body is complete, the client has gone away meanwhile: the session ends.
#[derive(Debug)]
pub(crate) struct Post {
    peer: Arc<Peer>,
    progress: Progress,
    /// Its body could not be read as one of revision 3.
    unreadable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// Its body is on the way.
    Arriving,
    /// Its body is in the mailbox, or has been read.
    Delivered,
    /// It has its answer.
    Done,
}

impl Peer {
    /// Takes the place of the one POST. A second one is against the protocol and ends the session.
    pub(crate) fn begin_post(self: &Arc<Self>) -> Result<Post, Refusal> {
        let mut state = self.state.lock();
        let reads = state.open && state.closing.is_none();
        let mailbox = state.link.mailbox().filter(|_| reads);
        if !mailbox.ok_or(Refusal::BadRequest)?.post.claim() {
            state.fail(Reason::TransportError);
            return Err(Refusal::BadRequest);
        }
        drop(state);
        Ok(Post {
            peer: Arc::clone(self),
            progress: Progress::Arriving,
            unreadable: false,
        })
    }
}

impl Post {
    /// The most bytes the body may have.
    pub(crate) fn limit(&self) -> usize {
        self.peer.config().max_payload
    }

    /// How long the body may take.
    pub(crate) fn deadline(&self) -> Duration {
        self.peer.config().body_timeout
    }

    /// Ready when the session is over: the rest of the body is of no use then.
    pub(crate) fn poll_over(&self, cx: &Context<'_>) -> Poll<()> {
        let mut state = self.peer.state.lock();
        let reads = state.open && state.closing.is_none();
        match state.link.mailbox().filter(|_| reads) {
            Some(mailbox) => {
                mailbox.post.wait(cx);
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }

    /// The body has not come in time: the session ends.
    pub(crate) fn expire(mut self) {
        self.peer.tell_limit(Limit::BodyTimeout);
        self.finish();
        self.peer.state.lock().fail(Reason::TransportError);
    }

    /// The body was too large and is not read; the session lives on.
    pub(crate) fn give_up(mut self) {
        self.peer.tell_limit(Limit::Payload);
        self.finish();
    }

    /// The body as one of revision 4, which is what [`poll_deliver`](Self::poll_deliver) takes.
    pub(crate) fn translate(&mut self, body: Bytes) -> Bytes {
        if self.peer.revision() == Revision::Four {
            return body;
        }
        let read = revision3::decode(&body);
        self.unreadable = read.is_err();
        read.unwrap_or_default().into()
    }

    /// Hands the body over; ready when the session has read it, or will not.
    pub(crate) fn poll_deliver(
        &mut self,
        cx: &Context<'_>,
        body: &Bytes,
    ) -> Poll<Result<(), Refusal>> {
        let delivered = match self.progress {
            Progress::Arriving => self.poll_leave(cx, body),
            Progress::Delivered | Progress::Done => self.poll_read(cx),
        };
        if delivered.is_ready() {
            self.finish();
        }
        delivered
    }

    /// Leaves the body in the mailbox, once there is room.
    fn poll_leave(&mut self, cx: &Context<'_>, body: &Bytes) -> Poll<Result<(), Refusal>> {
        let sound = !self.unreadable && payload::check(body).is_ok();
        let mut state = self.peer.state.lock();
        let reads = state.open && state.closing.is_none();
        let Some(mailbox) = state.link.mailbox().filter(|_| reads) else {
            return Poll::Ready(Err(Refusal::BadRequest));
        };
        if !sound {
            state.fail(Reason::ParseError);
            return Poll::Ready(Err(Refusal::BadRequest));
        }
        mailbox.post.wait(cx);
        if mailbox.leave(body) {
            state.wake_task();
            self.progress = Progress::Delivered;
        }
        Poll::Pending
    }

    /// Whether the session has read the body.
    fn poll_read(&self, cx: &Context<'_>) -> Poll<Result<(), Refusal>> {
        let mut state = self.peer.state.lock();
        let refused = match &mut state.link {
            Link::Polling(mailbox) | Link::Moving(mailbox, _) => {
                if mailbox.has_body() {
                    mailbox.post.wait(cx);
                    return Poll::Pending;
                }
                mailbox.refused
            }
            Link::Lost(loss) => loss.refused,
            // The session's task has taken the body over with the transport.
            Link::Idle(_) | Link::Busy | Link::Blocked(_) | Link::Task(_) => false,
        };
        Poll::Ready(if refused {
            Err(Refusal::BadRequest)
        } else {
            Ok(())
        })
    }

    fn finish(&mut self) {
        self.progress = Progress::Done;
        if let Some(mailbox) = self.peer.state.lock().link.mailbox() {
            mailbox.post.free();
        }
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        if self.progress == Progress::Done {
            return;
        }
        let mut state = self.peer.state.lock();
        if let Some(mailbox) = state.link.mailbox() {
            mailbox.post.free();
            // A body that is there is read, although nobody waits for the answer.
            if self.progress == Progress::Arriving {
                state.fail(Reason::TransportError);
            }
        }
    }
}
