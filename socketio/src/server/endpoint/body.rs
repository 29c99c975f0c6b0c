//! A POST on its way: reads its body as far as it may be read, then delivers it to the session.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::Response;
use hyper::body::Body;
use tokio::time::{Sleep, sleep};

use super::response::{posted, too_large, too_slow};
use crate::engine::{Post, Refusal};

/// How much of a body that is too large is read and forgotten, in multiples of what is allowed: a client that is
/// still sending would not see the refusal.
const PATIENCE: usize = 8;

pub(in crate::server) struct BodyReader {
    /// Gone once the body has proved too large.
    post: Option<Post>,
    limit: usize,
    /// Most bodies come in one piece, which is delivered as it is.
    first: Bytes,
    /// The whole body, if it comes in several.
    joined: Vec<u8>,
    length: usize,
    read: bool,
    /// The body is in `first`, as the session reads it.
    complete: bool,
    /// How long the body may take.
    patience: Duration,
    /// There once the body has kept us waiting.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl BodyReader {
    pub(in crate::server) fn new(post: Post) -> Self {
        let (limit, patience) = (post.limit(), post.deadline());
        Self {
            post: Some(post),
            limit,
            first: Bytes::new(),
            joined: Vec::new(),
            length: 0,
            read: false,
            complete: false,
            patience,
            deadline: None,
        }
    }

    pub(in crate::server) fn poll<B: Body>(
        &mut self,
        cx: &mut Context<'_>,
        mut body: Pin<&mut B>,
    ) -> Poll<Response<Bytes>> {
        while !self.read {
            self.admit(usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX));
            if self.length / PATIENCE > self.limit {
                break;
            }
            let Poll::Ready(frame) = body.as_mut().poll_frame(cx) else {
                return self.poll_patience(cx);
            };
            match frame {
                Some(Ok(frame)) => self.extend(frame.into_data().ok()),
                None => self.read = true,
                // The client has gone away. The post goes with this future, and ends the session.
                Some(Err(_)) => return Poll::Ready(posted(Err(Refusal::BadRequest))),
            }
            self.read |= body.is_end_stream();
        }
        let Some(post) = &mut self.post else {
            return Poll::Ready(too_large());
        };
        if !self.complete {
            self.complete = true;
            let body = if self.joined.is_empty() {
                std::mem::take(&mut self.first)
            } else {
                std::mem::take(&mut self.joined).into()
            };
            self.first = post.translate(body);
        }
        post.poll_deliver(cx, &self.first).map(posted)
    }

    /// Ready when the rest of the body is not worth waiting for: it takes too long, or the session is over.
    #[cold]
    fn poll_patience(&mut self, cx: &mut Context<'_>) -> Poll<Response<Bytes>> {
        if let Some(post) = &self.post
            && post.poll_over(cx).is_ready()
        {
            return Poll::Ready(posted(Err(Refusal::BadRequest)));
        }
        let patience = self.patience;
        let deadline = self
            .deadline
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(deadline.as_mut().poll(cx));
        Poll::Ready(match self.post.take() {
            Some(post) => {
                post.expire();
                too_slow()
            }
            // The body was too large, so the rest of it would have been read only to be dropped.
            None => too_large(),
        })
    }

    /// Gives the post up when `more` bytes would be too many.
    fn admit(&mut self, more: usize) {
        if self.length.saturating_add(more) > self.limit
            && let Some(post) = self.post.take()
        {
            post.give_up();
            (self.first, self.joined) = Default::default();
        }
    }

    fn extend(&mut self, data: Option<impl bytes::Buf>) {
        let Some(mut data) = data else { return };
        let length = data.remaining();
        self.admit(length);
        self.length += length;
        if self.post.is_none() {
            return;
        }
        if self.first.is_empty() {
            self.first = data.copy_to_bytes(length);
            return;
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&self.first);
        }
        while data.has_remaining() {
            let chunk = data.chunk();
            self.joined.extend_from_slice(chunk);
            let length = chunk.len();
            data.advance(length);
        }
    }
}
