//! Caller: the client that a handler runs for, as far as sending needs it. `Socket` is its public face.

use std::sync::Arc;

use super::io::Io;
use crate::{
    adapter::{Adapter, Member},
    sid::Sid,
};

/// One client in one namespace, and the server around it.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) member: Arc<Member>,
    pub(crate) adapter: Arc<Adapter>,
    pub(crate) io: Io,
}

impl Caller {
    pub(crate) fn sid(&self) -> Sid {
        self.member.sid()
    }

    pub(crate) fn namespace(&self) -> &Arc<str> {
        self.adapter.namespace()
    }
}
