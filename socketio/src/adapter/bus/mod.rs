//! Bus: what carries messages from node to node: it publishes, and it listens. A bus does not know what it carries; the
//! algorithm over it, in `adapter/cluster`, reconnects, and decides what is published again.

mod error;
mod memory;
#[cfg(feature = "redis")]
mod redis;
mod url;

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::Stream;

pub(crate) use self::url::open;
pub use self::{error::BusError, memory::MemoryBus};

/// What carries the messages of a [`Cluster`](crate::Cluster) from one node to the others.
///
/// The library has some; a program may bring its own, for any broker that delivers each message to everybody who listens:
///
/// ```
/// use std::sync::Arc;
/// use socketio::cluster::{Bus, BusFuture, MemoryBus, Parcel, Subscription};
///
/// /// Counts nothing, changes nothing: a bus around another one.
/// #[derive(Debug)]
/// struct Around(MemoryBus);
///
/// impl Bus for Around {
///     fn publish<'a>(&'a self, parcels: &'a [Parcel]) -> BusFuture<'a, ()> {
///         self.0.publish(parcels)
///     }
///
///     fn subscribe<'a>(&'a self, channels: &'a [Arc<str>]) -> BusFuture<'a, Subscription> {
///         self.0.subscribe(channels)
///     }
/// }
/// ```
pub trait Bus: fmt::Debug + Send + Sync + 'static {
    /// Publishes messages, in their order. It is ready once the broker has taken them. After an error they are published
    /// again.
    ///
    /// Only one call is under way at a time, and none before [`subscribe`](Self::subscribe) has succeeded. A connection that
    /// is lost need not be mended here: the subscription ends as well, and `subscribe` is called again.
    fn publish<'a>(&'a self, parcels: &'a [Parcel]) -> BusFuture<'a, ()>;

    /// Connects to the broker, and listens to these channels. It is ready once everything that is published from then on
    /// arrives. A channel that ends in `*` is a pattern: all channels that begin with what is before the `*`.
    fn subscribe<'a>(&'a self, channels: &'a [Arc<str>]) -> BusFuture<'a, Subscription>;

    /// How many nodes listen to a channel, if the broker can say that. Dialects whose nodes do not tell that they are there
    /// count them by it.
    fn listeners<'a>(&'a self, channel: &'a str) -> BusFuture<'a, Option<usize>> {
        let _ = channel;
        Box::pin(async { Ok(None) })
    }
}

/// What the methods of a [`Bus`] return.
pub type BusFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, BusError>> + Send + 'a>>;

/// A message on its way between nodes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parcel {
    /// Where it is published.
    pub channel: Arc<str>,
    /// What is published.
    pub payload: Bytes,
}

impl Parcel {
    /// A message for this channel.
    pub fn new(channel: impl Into<Arc<str>>, payload: impl Into<Bytes>) -> Self {
        Self {
            channel: channel.into(),
            payload: payload.into(),
        }
    }
}

/// What a node hears on the channels that it has subscribed to, in the order in which the broker delivers it. It ends when
/// the connection is lost.
pub struct Subscription(Pin<Box<dyn Stream<Item = Result<Parcel, BusError>> + Send>>);

impl Subscription {
    /// A subscription that gives what this stream does. After its first error it is dropped.
    pub fn new(stream: impl Stream<Item = Result<Parcel, BusError>> + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }
}

impl Stream for Subscription {
    type Item = Result<Parcel, BusError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}

/// Whether who listens to `channel`, which may be a pattern, hears what is published on `published`.
fn hears(channel: &str, published: &str) -> bool {
    match channel.strip_suffix('*') {
        Some(start) => published.starts_with(start),
        None => channel == published,
    }
}
