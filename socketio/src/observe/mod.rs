//! What a server tells about itself: sessions, namespaces, rooms, events, answers, failures and bounds.
//!
//! An [`Observer`] is given to the server when it is built, and is told each [`Observation`] whose [`Topics`] it asks for.
//! The log of this crate is one; metrics and an admin page can be others.
//!
//! ```
//! use socketio::{
//!     SocketIo,
//!     observe::{Observation, Observer, Topics},
//! };
//!
//! struct Doorbell;
//!
//! impl Observer for Doorbell {
//!     fn topics(&self) -> Topics {
//!         Topics::NAMESPACES
//!     }
//!
//!     fn observe(&self, observation: &Observation<'_>) {
//!         if let Observation::NamespaceJoined { namespace, .. } = observation {
//!             println!("somebody came into {namespace}");
//!         }
//!     }
//! }
//!
//! let io = SocketIo::builder().observer(Doorbell).build()?;
//! # Ok::<(), socketio::BuildError>(())
//! ```
//!
//! [The chapter](crate::guide::observing) has a metrics example.

// Knows nobody who tells it anything: the parts of the server call `Observers`, each about itself.

mod kind;
mod log;
mod observation;
mod observers;
mod rate;
mod reason;
mod text;
mod topics;
mod transport_kind;

use std::sync::Arc;

pub(crate) use self::observers::Observers;
pub use self::{
    kind::{Failure, Limit, RefusalKind},
    observation::Observation,
    reason::Reason,
    topics::Topics,
    transport_kind::TransportKind,
};

/// Somebody who is told what happens in a server: see [`SocketIoBuilder::observer`](crate::SocketIoBuilder::observer).
///
/// There is one method for all kinds of observations, and not one method for each, so that an observer that counts,
/// filters or forwards whatever it gets is a few lines, and gets later kinds as well. A closure of that one argument is an
/// observer of everything.
///
/// The server waits for `observe`, on the thread that serves the client: it should count, send into a channel or write a
/// line, and return. No lock of the server is held meanwhile. A panic in it ends only itself: other observers are told, and
/// the client is served.
///
/// What a client does is told in the order in which it happened. Between clients there is no order, and two observations
/// may be told at the same time on two threads.
pub trait Observer: Send + Sync + 'static {
    /// What it wants to be told: everything, unless it says less. It is asked once, when the server is built.
    ///
    /// What no observer asks for is not even looked at, so rooms, events and emits cost nothing as long as nobody wants
    /// them.
    fn topics(&self) -> Topics {
        Topics::ALL
    }

    /// Something has happened.
    fn observe(&self, observation: &Observation<'_>);
}

impl<F: Fn(&Observation<'_>) + Send + Sync + 'static> Observer for F {
    fn observe(&self, observation: &Observation<'_>) {
        self(observation);
    }
}

impl<O: Observer + ?Sized> Observer for Arc<O> {
    fn topics(&self) -> Topics {
        (**self).topics()
    }

    fn observe(&self, observation: &Observation<'_>) {
        (**self).observe(observation);
    }
}
