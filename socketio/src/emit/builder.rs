//! Emit: the builder of events and questions. Its plan decides who gets them.

use std::{fmt, future::IntoFuture, marker::PhantomData, time::Duration};

use serde::Serialize;

use super::{
    error::EmitError,
    future::{Performed, Verb, VerbFuture},
    issuer::Issuer,
    kind::{AnyNamespace, Complete, MissingAcks, Named, Typed, Unnamed},
    plan::{Audience, Plan},
    wait::Wait,
};
use crate::{
    ack::Answers,
    adapter::{IntoRooms, Offset},
    engine::Message,
    packet::is_reserved,
};

/// An event on its way out: say whom it is for, then `.await` it.
///
/// It begins with `emit(..)` or `send(..)` in a handler, with [`Io::emit`](super::Io::emit), or with
/// [`Socket::emit`](crate::Socket::emit). In a handler it is for the caller unless something else is said;
/// from an [`Io`](super::Io) it is for everybody in the namespace.
///
/// Data that is a tuple is as many arguments as it has elements, `()` is none, all else is one.
///
/// ```
/// # use socketio::{emit, on};
/// #[on("move")]
/// async fn step(x: f32, y: f32) -> socketio::Result {
///     emit("moved", (x, y)).to("game").except("bots").include_self(false).await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// Awaiting it fails, before anything is sent, if it is for a caller and there is none, if the namespace does
/// not exist, if the name is reserved, if the data cannot become JSON, or if it is for the caller alone, who is
/// gone: see [`EmitError`]. Whom [`to`](Self::to) names need not be there: a room that nobody is in is no error,
/// nor is the sid of a client that is gone.
#[must_use = "nothing is sent until it is awaited"]
pub struct Emit<'a, D, K = Named> {
    plan: Plan<'a>,
    event: &'a str,
    data: D,
    /// The one place that asks for `D: Serialize` is where an emit begins, so that a type that lacks it is told of once.
    encode: Encode<D>,
    kind: PhantomData<K>,
}

/// Encodes an event with its data for all recipients.
type Encode<D> = fn(EventHeader<'_>, data: &D) -> Result<Message, EmitError>;

/// All of an event but its data.
#[derive(Clone, Copy)]
pub(super) struct EventHeader<'a> {
    audience: &'a Audience<'a>,
    /// Under which answers come.
    id: Option<u64>,
    /// By which a client that comes back says that it has got it.
    offset: Option<Offset>,
    event: &'a str,
    compress: bool,
}

/// Data of any type, for builders that do not name it.
pub(super) type AnyData<'a> = Box<dyn EventData + Send + Sync + 'a>;

/// What an event carries.
pub(super) trait EventData {
    fn encode(&self, head: EventHeader<'_>) -> Result<Message, EmitError>;
}

impl<D: Serialize> EventData for D {
    fn encode(&self, head: EventHeader<'_>) -> Result<Message, EmitError> {
        encode(head, self)
    }
}

impl<'a, D: Serialize> Emit<'a, D> {
    pub(crate) fn new(issuer: Issuer, event: &'a str, data: D) -> Self {
        Self {
            plan: Plan::new(issuer),
            event,
            data,
            encode,
            kind: PhantomData,
        }
    }
}

impl<'a, D: Serialize> Emit<'a, D, Unnamed> {
    pub(crate) fn unnamed(issuer: Issuer, data: D) -> Self {
        Self {
            plan: Plan::new(issuer),
            event: "message",
            data,
            encode,
            kind: PhantomData,
        }
    }
}

impl<D> Emit<'_, D, Unnamed> {
    /// Sends it as the event `json` instead of `message`, for clients that tell values from texts.
    pub fn json(mut self) -> Self {
        self.event = "json";
        self
    }
}

impl<'a, D: Serialize> Emit<'a, D, Typed> {
    pub(crate) fn typed(issuer: Issuer, event: &'a str, namespace: &'a str, data: D) -> Self {
        let mut plan = Plan::new(issuer);
        plan.namespace = Some(namespace);
        Self {
            plan,
            event,
            data,
            encode,
            kind: PhantomData,
        }
    }
}

impl<'a, D, K> Emit<'a, D, K> {
    /// Sends it to these rooms or sids; several calls, and lists, add up. A client in several of them gets it once.
    /// An empty list is nobody. Together with [`broadcast`](Self::broadcast) it is an error.
    pub fn to(mut self, rooms: impl IntoRooms<'a>) -> Self {
        self.plan.to(rooms);
        self
    }

    /// Leaves out those who are in one of these rooms, or have one of these sids.
    pub fn except(mut self, rooms: impl IntoRooms<'a>) -> Self {
        self.plan.except(rooms);
        self
    }

    /// An alias of [`except`](Self::except), by the name that Flask-SocketIO has for it.
    pub fn skip_sid(self, sids: impl IntoRooms<'a>) -> Self {
        self.except(sids)
    }

    /// Whether the caller may be among those who get it. It may, by default.
    ///
    /// `include_self(false)` needs [`broadcast`](Self::broadcast) or [`to`](Self::to): an event for the caller alone would
    /// reach nobody, so that is an error.
    pub fn include_self(mut self, include: bool) -> Self {
        self.plan.include_self = include;
        self
    }

    /// Sends it to everybody in the namespace, the caller among them unless [`include_self(false)`](Self::include_self) is said.
    /// Together with [`to`](Self::to), which names some, it is an error.
    pub fn broadcast(mut self) -> Self {
        self.plan.broadcast = true;
        self
    }

    /// Sends it in another namespace than the caller's; from an [`Io`](super::Io), than `/`.
    pub fn namespace(mut self, namespace: &'a str) -> Self
    where
        K: AnyNamespace,
    {
        self.plan.namespace = Some(namespace);
        self
    }

    /// Allows to drop it for those who could not get it right away: for data that is soon out of date. It is dropped for a polling
    /// client that has no poll waiting, and for a WebSocket that still has to take what was sent before. Events that are not
    /// volatile keep their order and are not dropped.
    pub fn volatile(mut self) -> Self {
        self.plan.flags.volatile = true;
        self
    }

    /// Sends it only to clients of this node. Without it, clients of all nodes of a [`Cluster`](crate::Cluster) get it.
    pub fn local(mut self) -> Self {
        self.plan.flags.local = true;
        self
    }

    /// Whether it may be compressed on its way, as it may by default. If not, neither a poll that brings it is nor its
    /// frames on a WebSocket, whatever [`http_compression`](crate::SocketIoBuilder::http_compression) and
    /// [`websocket_compression`](crate::SocketIoBuilder::websocket_compression) say.
    ///
    /// Use it for a message that holds a secret together with data that others choose: the compressed length could reveal
    /// the secret.
    pub fn compress(mut self, compress: bool) -> Self {
        self.plan.compress = compress;
        self
    }

    /// How long answers are waited for: 60 seconds, by default. It makes a question of the event, which cannot be awaited
    /// before [`acks`](Self::acks) or [`callback`](Self::callback) has said what becomes of the answers.
    pub fn timeout(mut self, timeout: Duration) -> Emit<'a, D, MissingAcks<K>> {
        self.set_timeout(timeout);
        Emit {
            plan: self.plan,
            event: self.event,
            data: self.data,
            encode: self.encode,
            kind: PhantomData,
        }
    }

    /// The emit with its data in a box, so that the type of the data is no part of its own.
    pub(super) fn boxed(self) -> Emit<'a, AnyData<'a>, K>
    where
        D: Serialize + Send + Sync + 'a,
    {
        Emit {
            plan: self.plan,
            event: self.event,
            data: Box::new(self.data),
            encode: |head, data| (**data).encode(head),
            kind: PhantomData,
        }
    }

    pub(super) fn set_timeout(&mut self, timeout: Duration) {
        self.plan.timeout = Some(timeout);
    }
}

impl<D, K> Emit<'_, D, K> {
    fn send(self) -> Result<Option<Wait>, EmitError> {
        let event = self.event;
        let compress = self.plan.compress;
        let audience = self.plan.audience()?;
        let head = EventHeader {
            audience: &audience,
            id: None,
            offset: audience.next_offset(),
            event,
            compress,
        };
        let offset = head.offset;
        let message = (self.encode)(head, &self.data)?;
        audience.send(event, message, offset)
    }

    /// Sends it as a question. The answers have the plan's deadline.
    pub(crate) fn ask(self) -> Result<Answers, EmitError> {
        self.ask_if(|_| Ok(()))
    }

    /// Sends it as a question whose answer is waited for in place.
    pub(super) fn ask_and_wait(self) -> Result<Answers, EmitError> {
        self.ask_if(|audience| match audience.is_connecting_here() {
            true => Err(EmitError::Connecting),
            false => Ok(()),
        })
    }

    fn ask_if(
        self,
        check: impl FnOnce(&Audience<'_>) -> Result<(), EmitError>,
    ) -> Result<Answers, EmitError> {
        let event = self.event;
        let (timeout, compress) = (self.plan.timeout(), self.plan.compress);
        let audience = self.plan.audience()?;
        check(&audience)?;
        // From one counter per namespace, so that this is encoded once for all recipients.
        let id = audience.next_ack();
        let head = EventHeader {
            audience: &audience,
            id: Some(id),
            offset: None,
            event,
            compress,
        };
        let message = (self.encode)(head, &self.data)?;
        audience.ask(event, id, &message, timeout)
    }
}

/// Encodes the event, once for all recipients.
fn encode<D: Serialize>(head: EventHeader<'_>, data: &D) -> Result<Message, EmitError> {
    let EventHeader {
        audience,
        id,
        offset,
        event,
        compress,
    } = head;
    if is_reserved(event) {
        return Err(EmitError::ReservedName(event.to_owned()));
    }
    let (codec, namespace) = (audience.codec(), audience.namespace());
    let message = match offset {
        Some(offset) => codec.event_at(offset.as_str(), namespace, event, data)?,
        None => codec.event(namespace, id, event, data)?,
    };
    Ok(if compress {
        message
    } else {
        message.incompressible()
    })
}

impl<D, K: Complete> IntoFuture for Emit<'_, D, K> {
    type Output = Result<(), EmitError>;
    type IntoFuture = VerbFuture<Self>;

    fn into_future(self) -> VerbFuture<Self> {
        VerbFuture::new(self)
    }
}

impl<D, K: Complete> Verb for Emit<'_, D, K> {
    type Output = Result<(), EmitError>;
    type Rest = Wait;

    const SENDS: bool = true;

    fn perform(self) -> Performed<Self::Output, Self::Rest> {
        match self.send() {
            Ok(None) => Performed::Done(Ok(())),
            Ok(Some(wait)) => Performed::Waits(wait),
            Err(error) => Performed::Done(Err(error)),
        }
    }
}

impl<D, K> fmt::Debug for Emit<'_, D, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emit")
            .field("event", &self.event)
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}
