//! What the protocol lets be chosen: where, over what, how fast, how large.

use std::time::Duration;

use super::SocketIoBuilder;
use crate::engine::TransportKind;

/// The protocol.
impl SocketIoBuilder {
    /// Where the server lives: `/socket.io/`, by default.
    pub fn path(mut self, path: impl AsRef<str>) -> Self {
        let path = path.as_ref().trim_matches('/');
        if path.contains(['?', '#', '{', '}', '*']) || path.split('/').any(str::is_empty) {
            self.problems.push(format!(
                "path `{path}` is not a plain path such as `/socket.io/`"
            ));
        }
        self.config.path = format!("/{path}/");
        self
    }

    /// The same as [`path`](Self::path).
    pub fn resource(self, path: impl AsRef<str>) -> Self {
        self.path(path)
    }

    /// The transports that sessions may use: both, by default.
    pub fn transports(mut self, transports: impl IntoIterator<Item = TransportKind>) -> Self {
        (self.config.polling, self.config.websocket) = (false, false);
        for transport in transports {
            match transport {
                TransportKind::Polling => self.config.polling = true,
                TransportKind::WebSocket => self.config.websocket = true,
            }
        }
        if !self.config.polling && !self.config.websocket {
            self.problems
                .push("`transports` names none, so nobody could connect");
        }
        self
    }

    /// Whether a session may go from polling to WebSocket. It may, by default.
    pub fn allow_upgrades(mut self, yes: bool) -> Self {
        self.config.allow_upgrades = yes;
        self
    }

    /// How often a client is asked whether it is still there: every 25 seconds, by default.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.longer_than_zero("ping_interval", interval);
        self.config.ping_interval = interval;
        self
    }

    /// How long it may take to answer: 20 seconds, by default.
    pub fn ping_timeout(mut self, timeout: Duration) -> Self {
        self.longer_than_zero("ping_timeout", timeout);
        self.config.ping_timeout = timeout;
        self
    }

    /// How long a session may take to go from polling to WebSocket: 10 seconds, by default.
    pub fn upgrade_timeout(mut self, timeout: Duration) -> Self {
        self.longer_than_zero("upgrade_timeout", timeout);
        self.config.upgrade_timeout = timeout;
        self
    }

    /// How long a session may live without having joined a namespace: 45 seconds, by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.longer_than_zero("connect_timeout", timeout);
        self.config.connect_timeout = timeout;
        self
    }

    /// The largest message a client may send, in bytes, on both transports: 1 000 000, by default.
    pub fn max_http_buffer_size(mut self, bytes: usize) -> Self {
        self.at_least_one("max_http_buffer_size", [bytes]);
        self.config.max_payload = bytes;
        self
    }

    /// The most binary values that one event of a client may carry: 10, by default.
    pub fn max_attachments(mut self, attachments: usize) -> Self {
        self.config.max_attachments = attachments;
        self
    }

    /// How many messages may wait to be taken by one client, and of how many bytes: 65 536, and 8 MiB. A
    /// client with more is disconnected; no event is ever dropped in silence.
    pub fn outbound_limit(mut self, messages: usize, bytes: usize) -> Self {
        self.at_least_one("outbound_limit", [messages, bytes]);
        (self.config.outbound_messages, self.config.outbound_bytes) = (messages, bytes);
        self
    }
}
