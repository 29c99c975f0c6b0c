//! Recovery: for how long, and within which bounds, clients that have lost their connection can take up where they were.

use std::{sync::Arc, time::Duration};

/// How many messages one namespace keeps, unless told otherwise.
const MESSAGES: usize = 10_000;
/// How many bytes of messages one namespace keeps. It is half of what may wait for one client by default, so that whoever
/// comes back can take all of it at once.
const BYTES: usize = 4 << 20;
/// How many clients that have lost their connection one namespace keeps.
const CLIENTS: usize = 10_000;

/// The name that stands for all namespaces.
const ALL: &str = "*";

/// Connection state recovery: for how long a client that has lost its connection can come back as the one it was, and how
/// much is kept for that.
///
/// A client that comes back in time has its sid, its rooms and its sessions again, and gets what it has missed. The
/// [chapter on recovery](crate::guide::recovery) has the details. All bounds hold for each namespace by itself.
///
/// ```
/// use std::time::Duration;
/// use socketio::{Recovery, SocketIo};
///
/// let io = SocketIo::builder()
///     .recovery(Recovery::for_up_to(Duration::from_secs(120)).max_messages(50_000))
///     .build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "it does nothing before it is given to `SocketIoBuilder::recovery`"]
pub struct Recovery {
    pub(crate) time: Duration,
    pub(crate) messages: usize,
    pub(crate) bytes: usize,
    pub(crate) clients: usize,
    pub(crate) authorise_again: bool,
    /// The namespaces that have it; all of them, if there is no list.
    pub(crate) namespaces: Option<Arc<[String]>>,
}

impl Recovery {
    /// Recovery of clients that come back within this time after their connection was lost.
    pub fn for_up_to(time: Duration) -> Self {
        Self {
            time,
            messages: MESSAGES,
            bytes: BYTES,
            clients: CLIENTS,
            authorise_again: true,
            namespaces: None,
        }
    }

    /// How many messages a namespace keeps: 10 000, by default. A client that has missed one which is no longer kept is
    /// not recovered. A client that joins or leaves a room counts as a message.
    pub fn max_messages(mut self, messages: usize) -> Self {
        self.messages = messages;
        self
    }

    /// How many bytes of messages a namespace keeps: 4 MiB, by default.
    ///
    /// It should be less than [`outbound_bytes`](crate::SocketIoBuilder::outbound_bytes): a client that has missed more
    /// than that is not recovered.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// How many clients that have lost their connection a namespace keeps, with their rooms and sessions: 10 000, by
    /// default. If there are more, the one that was lost first is given up.
    pub fn max_clients(mut self, clients: usize) -> Self {
        self.clients = clients;
        self
    }

    /// Whether the connect handler decides about a client that comes back as well. It does, by default.
    ///
    /// Without it, a client is let in again although its token may have expired meanwhile, and its connect handler is not
    /// called.
    pub fn authorise_again(mut self, yes: bool) -> Self {
        self.authorise_again = yes;
        self
    }

    /// Only in these namespaces: their names, or the pattern that stands for many (`/room-{id}`). Without this call it is in
    /// all of them.
    pub fn namespaces(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.namespaces = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Whether clients of this namespace are recovered, which matches this pattern if it belongs to one.
    pub(crate) fn covers(&self, namespace: &str, pattern: Option<&str>) -> bool {
        let is_named = |name: &String| {
            name == ALL || name == namespace || pattern.is_some_and(|pattern| name == pattern)
        };
        self.namespaces
            .as_ref()
            .is_none_or(|names| names.iter().any(is_named))
    }
}
