//! Admission: what an HTTP request on our path asks for, or why it is refused. A pure function of method, query and what
//! is known of the session.

use std::borrow::Cow;

use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use crate::{config::Config, engine::format::revision::Revision, observe::TransportKind};

/// The parameters of a request that the protocol knows. Of repeated ones the last counts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Query<'a> {
    revision: Option<Cow<'a, str>>,
    transport: Option<Cow<'a, str>>,
    sid: Option<Cow<'a, str>>,
    b64: Option<Cow<'a, str>>,
}

impl<'a> Query<'a> {
    pub(crate) fn parse(query: &'a str) -> Self {
        let mut parsed = Self::default();
        let mut rest = query;
        while !rest.is_empty() {
            let (pair, more) = split(rest, b'&');
            let (key, value) = split(pair, b'=');
            rest = more;
            let slot = match key {
                "EIO" => &mut parsed.revision,
                "transport" => &mut parsed.transport,
                "sid" => &mut parsed.sid,
                "b64" => &mut parsed.b64,
                _ => continue,
            };
            *slot = Some(decode(value));
        }
        parsed
    }

    /// Whether the client asks for text alone: bytes are to come as base64. Any value counts, as on the official
    /// server.
    pub(crate) fn is_text_only(&self) -> bool {
        self.b64.as_deref().is_some_and(|value| !value.is_empty())
    }

    /// The transport as the client names it; empty if it names none.
    pub(crate) fn transport(&self) -> &str {
        self.transport.as_deref().unwrap_or_default()
    }

    /// The session's id as the client names it; empty if it names none.
    pub(crate) fn sid(&self) -> &str {
        self.sid.as_deref().unwrap_or_default()
    }

    /// The revision of Engine.IO as the client names it; empty if it names none.
    pub(crate) fn revision(&self) -> &str {
        self.revision.as_deref().unwrap_or_default()
    }

    /// The revision that the client speaks, if there is such a one. Clients of the third need not name it, as on the
    /// official server.
    pub(crate) fn speaks(&self) -> Option<Revision> {
        match self.revision.as_deref() {
            Some("4") => Some(Revision::Four),
            None | Some("3") => Some(Revision::Three),
            Some(_) => None,
        }
    }

    fn allowed_transport(&self, config: &Config) -> Result<TransportKind, Refusal> {
        match self.transport.as_deref() {
            Some("polling") if config.polling => Ok(TransportKind::Polling),
            Some("websocket") if config.websocket => Ok(TransportKind::WebSocket),
            _ => Err(Refusal::TransportUnknown),
        }
    }
}

/// The text before the first `separator`, and the text behind it.
fn split(text: &str, separator: u8) -> (&str, &str) {
    // Queries are short: looking byte by byte is the fastest way.
    match text.bytes().position(|byte| byte == separator) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    }
}

/// The value of a parameter, percent-decoded. Most need no decoding, and are not copied.
fn decode(value: &str) -> Cow<'_, str> {
    if value.bytes().any(|byte| byte == b'%') {
        percent_decode_str(value).decode_utf8_lossy()
    } else {
        Cow::Borrowed(value)
    }
}

/// What a request may do. `S` stands for a session.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Admission<S> {
    /// Open a session over this transport.
    Open(TransportKind),
    /// Wait for what the session has to say.
    Poll(S),
    /// Deliver packets to the session.
    Post(S),
    /// Probe a WebSocket, to which the session may move.
    Upgrade(S),
}

impl<S> Admission<S> {
    /// Judges a request in the official server's order. `find` looks up a session that is open, and its transport.
    pub(crate) fn of(
        method: &Method,
        query: &Query<'_>,
        wants_websocket: bool,
        config: &Config,
        find: impl FnOnce(&str) -> Option<(S, TransportKind)>,
    ) -> Result<Self, Refusal> {
        use TransportKind::{Polling, WebSocket};

        let transport = query.allowed_transport(config)?;
        let Some(sid) = query.sid.as_deref().filter(|sid| !sid.is_empty()) else {
            if method != Method::GET {
                return Err(Refusal::BadHandshakeMethod);
            }
            if transport == WebSocket && !wants_websocket {
                return Err(Refusal::BadRequest);
            }
            match query.speaks() {
                Some(Revision::Four) => {}
                Some(Revision::Three) if config.allow_eio3 => {}
                _ => return Err(Refusal::UnsupportedRevision),
            }
            return Ok(Self::Open(transport));
        };
        let (session, current) = find(sid).ok_or(Refusal::SessionUnknown)?;
        match (transport, current) {
            (Polling, Polling) if method == Method::GET => Ok(Self::Poll(session)),
            (Polling, Polling) if method == Method::POST => Ok(Self::Post(session)),
            // A session that may not move tells the client so over the WebSocket.
            (WebSocket, _) if method == Method::GET && wants_websocket && config.allow_upgrades => {
                Ok(Self::Upgrade(session))
            }
            _ => Err(Refusal::BadRequest),
        }
    }
}

/// Why a request is turned away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    TransportUnknown,
    SessionUnknown,
    BadHandshakeMethod,
    BadRequest,
    /// The application forbids it, for this reason.
    Forbidden(Cow<'static, str>),
    UnsupportedRevision,
}

impl Refusal {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The JSON the client gets.
    pub(crate) fn body(&self) -> String {
        let (code, message) = match self {
            Self::TransportUnknown => (0, "Transport unknown"),
            Self::SessionUnknown => (1, "Session ID unknown"),
            Self::BadHandshakeMethod => (2, "Bad handshake method"),
            Self::BadRequest => (3, "Bad request"),
            Self::Forbidden(message) => (4, message.as_ref()),
            Self::UnsupportedRevision => (5, "Unsupported protocol version"),
        };
        format!(
            r#"{{"code":{code},"message":{}}}"#,
            serde_json::Value::from(message)
        )
    }
}

#[cfg(test)]
mod tests;
