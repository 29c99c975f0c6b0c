//! What the protocol lets be chosen: where, over what, how fast, how large.

use std::time::Duration;

use super::SocketIoBuilder;
use crate::{config::Config, observe::TransportKind, packet::PacketFormat, route::Location};

/// What clients are told in milliseconds must not be none.
const SHORTEST: Duration = Duration::from_millis(1);
/// The longest time that a client's timer can be set to: a browser's would fire at once beyond it.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

/// The protocol.
impl SocketIoBuilder {
    /// The path of the server: `/socket.io/`, by default.
    #[track_caller]
    #[doc(alias = "resource")]
    pub fn path(mut self, path: impl AsRef<str>) -> Self {
        match normal(path.as_ref()) {
            Some(path) => self.config.path = path,
            None => self.problems.refuse(
                "path",
                Location::here(),
                format!(
                    "`{}` is not a plain path such as `/socket.io/`",
                    path.as_ref()
                ),
            ),
        }
        self
    }

    /// An alias of [`path`](Self::path), which is this library's own name: Flask-SocketIO calls the option `resource`.
    #[track_caller]
    pub fn resource(self, path: impl AsRef<str>) -> Self {
        self.path(path)
    }

    /// The transports that sessions may use: both, by default.
    #[track_caller]
    pub fn transports(mut self, transports: impl IntoIterator<Item = TransportKind>) -> Self {
        (self.config.polling, self.config.websocket) = (false, false);
        for transport in transports {
            match transport {
                TransportKind::Polling => self.config.polling = true,
                TransportKind::WebSocket => self.config.websocket = true,
            }
        }
        if !self.config.polling && !self.config.websocket {
            self.problems.refuse(
                "transports",
                Location::here(),
                "it names none, so nobody could connect: name one, or leave it out",
            );
        }
        self
    }

    /// The format of packets: JSON, by default. Clients must have the same one.
    ///
    #[cfg_attr(feature = "msgpack", doc = "```")]
    #[cfg_attr(not(feature = "msgpack"), doc = "```ignore")]
    /// use socketio::{PacketFormat, SocketIo};
    ///
    /// // The client: io({ parser: require("socket.io-msgpack-parser") })
    /// let io = SocketIo::builder().packet_format(PacketFormat::MsgPack).build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    pub fn packet_format(mut self, format: PacketFormat) -> Self {
        self.codec = format.into();
        self
    }

    /// Whether clients of Socket.IO 2 may connect, which speak revision 3 of Engine.IO; those of version 1 speak it as
    /// well. They may not, by default.
    ///
    /// Such a client is in `/` as soon as its session is open. Its sid is that of the session, in each namespace: whoever
    /// knows it can use the session, see [security](crate::guide::security). The
    /// parameters with which it names another namespace, `/chat?token=x`, are its [`auth`](crate::Auth) payload, an object
    /// of strings. If a connect handler refuses it, its `error` event has the data of the refusal, or the message if there
    /// is none. Packets are JSON: another format beside this is refused when the server is built.
    ///
    /// ```
    /// # use socketio::SocketIo;
    /// let io = SocketIo::builder().allow_eio3(true).build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    pub fn allow_eio3(mut self, yes: bool) -> Self {
        self.config.allow_eio3 = yes;
        self
    }

    /// Whether a session may go from polling to WebSocket. It may, by default.
    pub fn allow_upgrades(mut self, yes: bool) -> Self {
        self.config.allow_upgrades = yes;
        self
    }

    /// How often a client is asked whether it is still there: every 25 seconds, by default.
    #[track_caller]
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        if self.is_timing("ping_interval", interval) {
            self.config.ping_interval = interval;
            self.beat("ping_interval");
        }
        self
    }

    /// By how much a ping may come late: clients are told that much more than
    /// [`ping_interval`](Self::ping_interval). Nothing, by default.
    ///
    /// They give the session up when no ping came for the interval, this, and
    /// [`ping_timeout`](Self::ping_timeout) together.
    #[track_caller]
    pub fn ping_grace_period(mut self, grace: Duration) -> Self {
        if grace.is_zero() || self.is_timing("ping_grace_period", grace) {
            self.config.ping_grace_period = grace;
            self.beat("ping_grace_period");
        }
        self
    }

    /// How long a client may take to answer a ping before its session ends: 20 seconds, by default.
    #[track_caller]
    pub fn ping_timeout(mut self, timeout: Duration) -> Self {
        if self.is_timing("ping_timeout", timeout) {
            self.config.ping_timeout = timeout;
            self.beat("ping_timeout");
        }
        self
    }

    /// How long a session may take to go from polling to WebSocket: 10 seconds, by default.
    #[track_caller]
    pub fn upgrade_timeout(mut self, timeout: Duration) -> Self {
        if self.is_timing("upgrade_timeout", timeout) {
            self.config.upgrade_timeout = timeout;
        }
        self
    }

    /// How long a session may live without having joined a namespace: 45 seconds, by default.
    #[track_caller]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        if self.is_timing("connect_timeout", timeout) {
            self.config.connect_timeout = timeout;
        }
        self
    }

    /// How long the body of a POST may take to arrive: 30 seconds, by default. A client that is slower gets `408`, and its
    /// session ends.
    ///
    /// This limit is for the bodies that polling clients send. The server that carries HTTP limits how long the head of a
    /// request may take: [`run`](crate::SocketIo::run) gives it 10 seconds.
    #[track_caller]
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        if self.is_timing("body_timeout", timeout) {
            self.config.body_timeout = timeout;
        }
        self
    }

    /// How long [`run`](crate::SocketIo::run) takes to send its clients away on SIGTERM, or when it is told to stop: see
    /// [`drain`](crate::SocketIo::drain), which it does then. Meanwhile it serves `app` and the clients that are still
    /// connected. By default clients are sent away at once. SIGINT does so as well, and so does a second signal.
    ///
    /// Whoever stops the program must give it this time and 12 seconds more before they kill it.
    #[track_caller]
    pub fn drain(mut self, within: Duration) -> Self {
        if self.is_timing("drain", within) {
            self.drain = Some(within);
        }
        self
    }

    /// The largest message a client may send, in bytes, on both transports: 1 000 000, by default.
    #[track_caller]
    pub fn max_http_buffer_size(mut self, bytes: usize) -> Self {
        self.at_least_one("max_http_buffer_size", bytes);
        self.config.max_payload = bytes;
        self
    }

    /// The most binary values that one event of a client may carry: 10, by default.
    pub fn max_attachments(mut self, attachments: usize) -> Self {
        self.config.max_attachments = attachments;
        self
    }

    /// How many bytes of `auth` one client may send, in all its namespaces together: 64 KiB, by default. A client that
    /// sends more is refused with the message `Auth too large`.
    ///
    /// They are kept as long as the client is in the namespace.
    pub fn max_auth_bytes(mut self, bytes: usize) -> Self {
        self.config.max_auth_bytes = bytes;
        self
    }

    /// The most namespaces that one connection may be in at a time: 256, by default. A client that asks for one more is
    /// refused with the message `Too many namespaces`; one that it has left counts until its disconnect handler is done.
    ///
    /// The connection looks through its namespaces for each packet, so a client of thousands costs more.
    #[track_caller]
    pub fn max_namespaces(mut self, namespaces: usize) -> Self {
        self.at_least_one("max_namespaces", namespaces);
        self.config.max_namespaces = namespaces;
        self
    }

    /// How many messages may wait until one client takes them: 65 536, by default. A client that leaves more is
    /// disconnected; only volatile events are ever left out.
    #[track_caller]
    pub fn outbound_messages(mut self, messages: usize) -> Self {
        self.at_least_one("outbound_messages", messages);
        self.config.outbound_messages = messages;
        self
    }

    /// How many bytes of messages may wait until one client takes them: 8 MiB, by default. A client that leaves more is
    /// disconnected; only volatile events are ever left out.
    #[track_caller]
    pub fn outbound_bytes(mut self, bytes: usize) -> Self {
        self.at_least_one("outbound_bytes", bytes);
        self.config.outbound_bytes = bytes;
        self
    }

    /// How long an `emit` to one client waits while as much waits for it as may: 10 seconds, by default. Then the client is
    /// disconnected, and the emit gives [`EmitError::SlowConsumer`](crate::EmitError::SlowConsumer). With
    /// [`Duration::ZERO`] that is so at once.
    ///
    /// It is for emits to the caller, and to the client of a [`Socket`](crate::Socket): a handler that sends more than its
    /// client takes is slowed down by awaiting. What is sent to rooms, sids or everybody never waits.
    #[track_caller]
    pub fn outbound_timeout(mut self, timeout: Duration) -> Self {
        if timeout.is_zero() || self.is_timing("outbound_timeout", timeout) {
            self.config.outbound_timeout = timeout;
        }
        self
    }

    /// Whether a timer can be set to that; a problem, if not.
    #[track_caller]
    fn is_timing(&mut self, option: &str, duration: Duration) -> bool {
        let fault = if duration < SHORTEST {
            "it must be a millisecond at least"
        } else if duration > LONGEST {
            "it must be less than 24 days"
        } else {
            return true;
        };
        self.problems.refuse(option, Location::here(), fault);
        false
    }

    /// Remembers where a part of the heartbeat was set: what is wrong with the whole is known when all are.
    #[track_caller]
    fn beat(&mut self, option: &'static str) {
        self.beats.retain(|(earlier, _)| *earlier != option);
        self.beats.push((option, Location::here()));
    }

    /// A client waits for a ping for as long as all parts together.
    pub(super) fn check_heartbeat(&mut self) {
        let Config {
            ping_interval,
            ping_grace_period,
            ping_timeout,
            ..
        } = self.config;
        if ping_interval + ping_grace_period + ping_timeout <= LONGEST {
            return;
        }
        let parts = self.beats.iter();
        let parts: Vec<_> = parts
            .map(|(option, place)| format!("`{option}` at {place}"))
            .collect();
        self.problems.push(format!(
            "{}: a client would wait for a ping longer than the 24 days it can",
            parts.join(", ")
        ));
    }
}

/// A path with one slash at either end, if a client can ask for it and a router take it.
fn normal(path: &str) -> Option<String> {
    let inner = path.trim_matches('/');
    if inner.is_empty() {
        return (!path.is_empty()).then(|| "/".to_owned());
    }
    let is_plain = |segment: &str| {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"?#{}*\"<>\\^`|".contains(&byte);
        segment.bytes().all(is_plain)
            && !segment.starts_with(':')
            && !matches!(segment, "" | "." | "..")
    };
    inner.split('/').all(is_plain).then(|| format!("/{inner}/"))
}
