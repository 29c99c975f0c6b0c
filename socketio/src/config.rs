//! What can be set, as plain data with the field's defaults. Validated once, by the builder.

mod recovery;

use std::time::Duration;

pub use self::recovery::Recovery;
use crate::observe::Observers;

/// Limits and timings of one server, and who is told what happens in it.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where the server lives, with both slashes: `/socket.io/`.
    pub(crate) path: String,
    /// Whether sessions may use HTTP long-polling.
    pub(crate) polling: bool,
    /// Whether sessions may use WebSocket.
    pub(crate) websocket: bool,
    /// Whether a polling session may become a WebSocket one.
    pub(crate) allow_upgrades: bool,
    /// Whether clients may speak Engine.IO 3.
    pub(crate) allow_eio3: bool,
    /// From the handshake, or the last pong, to the next ping.
    pub(crate) ping_interval: Duration,
    /// How much more than that clients are told.
    pub(crate) ping_grace_period: Duration,
    /// From a ping to the end of a session that did not answer.
    pub(crate) ping_timeout: Duration,
    /// How long a probing WebSocket may take to become the transport.
    pub(crate) upgrade_timeout: Duration,
    /// How long a session may live without having joined a namespace.
    pub(crate) connect_timeout: Duration,
    /// How long the body of a POST may take to arrive.
    pub(crate) body_timeout: Duration,
    /// The largest message or polling body a client may send, in bytes.
    pub(crate) max_payload: usize,
    /// The shortest message that is compressed on a WebSocket, in bytes, if any is.
    pub(crate) deflate: Option<usize>,
    /// The most binary attachments one packet may have.
    pub(crate) max_attachments: usize,
    /// The most sessions that are open at a time.
    pub(crate) max_connections: usize,
    /// The most of them from one address, if that is limited.
    pub(crate) max_connections_per_address: Option<usize>,
    /// The most bytes of the request line and headers that open a session. They are kept with it.
    pub(crate) max_header_bytes: usize,
    /// The most bytes of auth payloads that are kept for one connection, in all its namespaces.
    pub(crate) max_auth_bytes: usize,
    /// The most namespaces that one connection may be in. They are looked through for each packet.
    pub(crate) max_namespaces: usize,
    /// How many namespaces are kept that clients have named and all have left.
    pub(crate) keep_empty_namespaces: usize,
    /// The most messages that wait to be written to one client.
    pub(crate) outbound_messages: usize,
    /// The most bytes that wait to be written to one client.
    pub(crate) outbound_bytes: usize,
    /// How long a message for one client alone may wait for room.
    pub(crate) outbound_timeout: Duration,
    /// The most events of one client that wait for a handler before we stop reading.
    pub(crate) inbound_events: usize,
    /// The most bytes of such events.
    pub(crate) inbound_bytes: usize,
    /// Send CONNECT before the connect handler runs.
    pub(crate) always_connect: bool,
    /// Handlers of one client run concurrently unless they say otherwise.
    pub(crate) async_handlers: bool,
    /// Answer an ack with an error envelope when its handler fails.
    pub(crate) ack_errors: bool,
    /// What is kept for clients that have lost their connection; `None` if nothing is.
    pub(crate) recovery: Option<Recovery>,
    /// Sessions send each message back, and nothing of Socket.IO is done.
    #[cfg(feature = "__echo")]
    pub(crate) echo: bool,
    /// Who is told what happens: the log, and what the program has added.
    pub(crate) observers: Observers,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            path: "/socket.io/".to_owned(),
            polling: true,
            websocket: true,
            allow_upgrades: true,
            allow_eio3: false,
            ping_interval: Duration::from_secs(25),
            ping_grace_period: Duration::ZERO,
            ping_timeout: Duration::from_secs(20),
            upgrade_timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(45),
            body_timeout: Duration::from_secs(30),
            max_payload: 1_000_000,
            deflate: None,
            max_attachments: 10,
            max_connections: 100_000,
            max_connections_per_address: None,
            max_header_bytes: 16 << 10,
            max_auth_bytes: 64 << 10,
            max_namespaces: 256,
            keep_empty_namespaces: 0,
            outbound_messages: 65_536,
            outbound_bytes: 8 << 20,
            outbound_timeout: Duration::from_secs(10),
            inbound_events: 256,
            inbound_bytes: 1 << 20,
            always_connect: false,
            async_handlers: false,
            ack_errors: true,
            recovery: None,
            #[cfg(feature = "__echo")]
            echo: false,
            observers: Observers::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_that_the_field_knows() {
        let Config {
            path,
            polling,
            websocket,
            allow_upgrades,
            ping_interval,
            ping_grace_period,
            ping_timeout,
            upgrade_timeout,
            connect_timeout,
            max_payload,
            max_attachments,
            always_connect,
            ..
        } = Config::default();

        assert_eq!(path, "/socket.io/");
        assert!(polling && websocket && allow_upgrades && !always_connect);
        let seconds = [
            ping_interval,
            ping_grace_period,
            ping_timeout,
            upgrade_timeout,
            connect_timeout,
        ];
        assert_eq!(seconds, [25, 0, 20, 10, 45].map(Duration::from_secs));
        assert_eq!((max_payload, max_attachments), (1_000_000, 10));
    }
}
