//! What drives a connection if the server may be an Engine.IO echo: that, or a client of Socket.IO.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use crate::{
    client::Client,
    emit::Io,
    engine::{Connection, Echo},
    namespace::Registry,
};

/// What a connection is for.
#[derive(Debug)]
pub(super) enum Driver {
    Client(Client),
    Echo(Echo),
}

impl Driver {
    pub(super) fn new(connection: Connection, namespaces: Arc<Registry>, io: Io) -> Self {
        if namespaces.config().echo {
            Self::Echo(Echo::new(connection))
        } else {
            Self::Client(Client::new(connection, namespaces, io))
        }
    }
}

impl Future for Driver {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.get_mut() {
            Self::Client(client) => Pin::new(client).poll(cx),
            Self::Echo(echo) => Pin::new(echo).poll(cx),
        }
    }
}
