//! Observers of a server: they are told about sessions, namespaces, rooms, events, answers, failures and bounds.
//!
//! The builder gives an [`Observer`] to the server, which tells it each [`Observation`] with the [`Topics`] that it asks for.
//! The log of this crate is an observer; metrics and an admin page can be others.
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

// This folder imports no part of the server above the ground floor: each part calls `Observers` about itself.

mod kind;
mod log;
mod observation;
mod observers;
mod once;
mod rate;
mod reason;
mod recovery;
mod text;
mod topics;
mod transport_kind;

use std::sync::Arc;

pub(crate) use self::observers::Observers;
pub use self::{
    kind::{Failure, Limit, RefusalKind},
    observation::Observation,
    reason::Reason,
    recovery::{RecoveryFailure, RecoveryStats},
    topics::Topics,
    transport_kind::TransportKind,
};

/// An observer is told what happens in a server: see [`SocketIoBuilder::observer`](crate::SocketIoBuilder::observer).
///
/// One method gets all kinds of observations, so that an observer that counts, filters or forwards them is a few lines and
/// gets the kinds of later versions as well. A closure `Fn(&Observation)` is an observer of everything.
///
/// The server calls `observe` on the thread that serves the client, and waits for it. So `observe` should count, send into a
/// channel or write a line, and return. The server holds no lock meanwhile. If `observe` panics, the panic is caught, other
/// observers are told, and the client is served.
///
/// Observations about one client come in the order in which things happened, except those of the topic
/// [`ROOMS`](Topics::ROOMS): any thread can change rooms, and tells of a change only after it. So two changes of one client may
/// be told in the other order. Observations about different clients have no order, and may come at the same time on two
/// threads.
pub trait Observer: Send + Sync + 'static {
    /// The topics that it wants to be told about; everything, by default. The server asks once, when it is built.
    ///
    /// Topics that no observer wants, such as rooms, events and emits, cost next to nothing.
    fn topics(&self) -> Topics {
        Topics::ALL
    }

    /// Is told that something has happened.
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
