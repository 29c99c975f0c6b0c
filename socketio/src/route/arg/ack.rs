//! Ack: the acknowledgement of an event, for handlers that answer by a call instead of their return value.

use std::{fmt, marker::PhantomData};

use serde::Serialize;

use super::{FromArg, Takes};
use crate::{
    packet::EncodeError,
    route::{Error, Invocation, Reply, error::Unanswered},
    socket::Socket,
};

/// The acknowledgement of an event, to be sent later or by another task. The handler's return value is not sent then.
///
/// If the client did not ask for an acknowledgement, [`send`](Self::send) does nothing. A client that asked always
/// gets one: an `Ack` that is dropped without an answer sends the error envelope, with the kind `unanswered`.
///
/// ```
/// use socketio::{Ack, on};
///
/// #[on("report")]
/// async fn report(year: u16, ack: Ack<String>) {
///     socketio::spawn(async move {
///         let report = format!("the report of {year}");
///         ack.send(report)
///     });
/// }
/// ```
#[must_use = "the client waits for the answer"]
pub struct Ack<T = ()> {
    due: Option<(Socket, u64)>,
    answer: PhantomData<fn(T)>,
}

impl<T> Ack<T> {
    /// Whether the client asked for an answer.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.due.is_some()
    }
}

impl<T: Serialize> Ack<T> {
    /// Sends the answer: no arguments for `()`, several for a tuple, one for anything else.
    ///
    /// # Errors
    ///
    /// The answer cannot be encoded; the client gets the error envelope.
    pub fn send(mut self, answer: T) -> Result<(), EncodeError> {
        if let Some((socket, _)) = &self.due {
            let codec = socket.codec();
            let reply = Reply::of(codec, &answer)?;
            self.answer(&reply);
        }
        Ok(())
    }
}

impl<T> Ack<T> {
    fn answer(&mut self, reply: &Reply) {
        if let (Some((socket, id)), Reply::Args(args)) = (self.due.take(), reply) {
            socket.answer(id, args);
        }
    }
}

impl<T> Drop for Ack<T> {
    fn drop(&mut self) {
        if let Some((socket, _)) = &self.due
            && socket.ack_errors()
        {
            self.answer(&Reply::failure(socket.codec(), &Error::from(Unanswered)));
        }
    }
}

impl<T> FromArg for Ack<T> {
    const TAKES: Takes = Takes::Ack;

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        let due = invocation
            .take_ack()
            .map(|id| (invocation.socket().clone(), id));
        Ok(Self {
            due,
            answer: PhantomData,
        })
    }
}

impl<T> fmt::Debug for Ack<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ack")
            .field("id", &self.due.as_ref().map(|(_, id)| id))
            .finish()
    }
}
