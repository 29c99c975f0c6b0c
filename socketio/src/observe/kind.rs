//! The enums of observations: why a client was refused, how a handler failed, and which bound was reached.

/// Why a request, or a client that wanted to join a namespace, was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// Pages of this origin may not connect.
    Origin,
    /// The transport is unknown, or switched off.
    Transport,
    /// The client speaks another revision of Engine.IO than 4: an official client older than version 3, most often.
    ProtocolVersion,
    /// A session cannot be opened with this HTTP method.
    Method,
    /// There is no session with this id, or it has ended.
    UnknownSession,
    /// The request is not allowed in the state of its session.
    BadRequest,
    /// The application's `allow_request` refused the request.
    AllowRequest,
    /// The WebSocket handshake has a mistake.
    WebSocketHandshake,
    /// The server is stopping.
    Stopping,
    /// There is no namespace of that name.
    UnknownNamespace,
    /// As many sessions are open as may be.
    TooManyConnections,
    /// As many sessions are open from the client's address as may be.
    TooManyFromAddress,
    /// More sessions are opened in this second than may be.
    TooManyHandshakes,
    /// The URI and headers of the request are larger than they may be.
    HeadersTooLarge,
    /// The session has joined as many namespaces as it may.
    TooManyNamespaces,
    /// The client sends more `auth` than it may.
    AuthTooLarge,
    /// The connect handler refused the client.
    ConnectHandler,
    /// The connect handler failed, so the client was refused.
    ConnectFailed,
}

impl RefusalKind {
    /// The kind in a word or two, such as for the label of a metric: `origin`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Transport => "transport",
            Self::ProtocolVersion => "protocol version",
            Self::Method => "method",
            Self::UnknownSession => "unknown session",
            Self::BadRequest => "bad request",
            Self::AllowRequest => "allow_request",
            Self::WebSocketHandshake => "websocket handshake",
            Self::Stopping => "stopping",
            Self::UnknownNamespace => "unknown namespace",
            Self::TooManyConnections => "too many connections",
            Self::TooManyFromAddress => "too many from this address",
            Self::TooManyHandshakes => "too many handshakes",
            Self::HeadersTooLarge => "headers too large",
            Self::TooManyNamespaces => "too many namespaces",
            Self::AuthTooLarge => "auth too large",
            Self::ConnectHandler => "connect handler",
            Self::ConnectFailed => "connect handler failed",
        }
    }
}

/// How a handler failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Failure {
    /// The client's arguments do not fit the handler.
    Arguments,
    /// The handler returned an error.
    Error,
    /// The handler panicked.
    Panic,
    /// The handler returned a [`ClientError`](crate::ClientError), an error that is meant for the client.
    ForClient,
    /// A newer event has cancelled the handler, which is `latest`.
    Superseded,
    /// The client left while the handler was sending to it.
    Disconnected,
}

impl Failure {
    /// The failure in a word, such as for the label of a metric: `panic`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Arguments => "arguments",
            Self::Error => "error",
            Self::Panic => "panic",
            Self::ForClient => "for the client",
            Self::Superseded => "superseded",
            Self::Disconnected => "disconnected",
        }
    }
}

/// A bound of the server that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// Too many messages wait to be written to a client: the session is closed.
    OutboundQueue,
    /// Too many events of a client wait for their handlers: nothing more is read from the client for now.
    InboundQueue,
    /// A message or the body of a POST is too large. Over WebSocket, the session is closed.
    Payload,
    /// No namespace was joined in time: the session is closed.
    ConnectTimeout,
    /// The body of a POST did not arrive in time: the session is closed.
    BodyTimeout,
    /// A WebSocket did not become the transport of its session in time: it is closed, and the session goes on polling.
    UpgradeTimeout,
    /// A client sends events faster than their `rate` allows: the event is refused.
    Rate,
    /// An event is larger than its `max_size`: it is refused.
    EventSize,
    /// A handler took longer than its `timeout`: it was dropped.
    HandlerTimeout,
    /// Handlers of a client that has left ran for 10 more seconds: its disconnect handler does not wait for them any more.
    GracePeriod,
}

impl Limit {
    /// The bound in a word or two, such as for the label of a metric: `outbound queue`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OutboundQueue => "outbound queue",
            Self::InboundQueue => "inbound queue",
            Self::Payload => "payload",
            Self::ConnectTimeout => "connect timeout",
            Self::BodyTimeout => "body timeout",
            Self::UpgradeTimeout => "upgrade timeout",
            Self::Rate => "rate",
            Self::EventSize => "event size",
            Self::HandlerTimeout => "handler timeout",
            Self::GracePeriod => "grace period",
        }
    }
}
