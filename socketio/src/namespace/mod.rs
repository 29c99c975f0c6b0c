//! Namespace: the handlers, members and rooms of one name. Knows sockets and routes, and not the loop that calls it.

mod connect;
mod disconnect;
mod dispatch;
mod observed;
mod open;
mod registry;
mod run;

use std::sync::Arc;

use self::open::Lease;
pub(crate) use self::{
    connect::Joining,
    dispatch::{Event, HandlerId, Malformed, Policy},
    registry::Registry,
    run::Run,
};
use crate::{adapter::Adapter, config::Config, observe::Observers, packet::Codec, route::Table};

/// The event name that a connect handler sees.
pub(crate) const CONNECT: &str = "connect";

/// One namespace, as a connection that has joined it sees it.
#[derive(Debug)]
pub(crate) struct Namespace {
    adapter: Arc<Adapter>,
    table: Arc<Table>,
    config: Arc<Config>,
    /// Keeps it open, if clients choose its name. It is dropped after `adapter`, because it looks whether it has the last
    /// reference.
    #[expect(dead_code, reason = "what counts is when it is dropped")]
    lease: Option<Lease>,
}

impl Namespace {
    pub(crate) fn name(&self) -> &str {
        self.adapter.namespace()
    }

    pub(crate) fn adapter(&self) -> &Arc<Adapter> {
        &self.adapter
    }

    /// The format of its packets.
    pub(crate) fn codec(&self) -> Codec {
        self.adapter.codec()
    }

    /// Who is told what happens in it.
    pub(crate) fn observers(&self) -> &Observers {
        self.adapter.observers()
    }
}
