//! The contract: what it is made of, and how a program gets it.

use super::SocketIoBuilder;
use crate::{
    packet::Codec,
    route::promises,
    server::app::SocketIo,
    spec::{Events, Format, Sources, Spec},
};

impl SocketIoBuilder {
    /// Lists the typed events that the server sends, for its [contract](crate::spec): `events![UserJoined, Typing]`.
    ///
    /// An event that is not listed, or that is sent by its name alone, can be sent as well, but clients do not find it in the
    /// contract.
    pub fn events(mut self, events: Events) -> Self {
        self.events = self.events.and(events);
        self
    }

    /// What the contract of the server is made of.
    pub(super) fn sources(&mut self) -> Sources {
        Sources {
            promises: promises(&self.routes),
            events: std::mem::take(&mut self.events),
            path: self.config.path.clone(),
            format: match self.codec {
                Codec::Json => Format::Json,
                #[cfg(feature = "msgpack")]
                Codec::Msgpack => Format::MsgPack,
                Codec::Custom(_) => Format::Custom,
            },
        }
    }
}

impl SocketIo {
    /// The contract of this server: what its events are, as documents for those who write clients.
    #[must_use]
    pub fn spec(&self) -> Spec {
        Spec::new(&self.app.spec)
    }
}
