//! The opening handshake of RFC 6455, the server's half: may this request become a WebSocket, and what to answer.
//! The only extension is that of [`extension`](crate::engine::format::extension).

use std::{error, fmt};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{
    HeaderMap, HeaderName, HeaderValue, Version,
    header::{
        CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY,
        SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
    },
};
use sha1::{Digest as _, Sha1};

use crate::engine::format::extension::{self, Accepted};

/// The text that RFC 6455 appends to the client's key before hashing.
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const VERSION: HeaderValue = HeaderValue::from_static("13");

/// Whether the request asks for a WebSocket. It may still be refused.
pub(crate) fn is_asked_for(version: Version, headers: &HeaderMap) -> bool {
    // The rarer header is looked for first: most requests do not have it.
    has_token(headers, &UPGRADE, b"websocket")
        && has_token(headers, &CONNECTION, b"upgrade")
        && version == Version::HTTP_11
}

/// What to answer, if the request may become a WebSocket. `compression`: messages may be compressed.
pub(crate) fn accept(headers: &HeaderMap, compression: bool) -> Result<Acceptance, OpeningError> {
    if headers.get(SEC_WEBSOCKET_VERSION) != Some(&VERSION) {
        return Err(OpeningError::Version);
    }
    let mut keys = headers.get_all(SEC_WEBSOCKET_KEY).iter();
    let (Some(key), None) = (keys.next(), keys.next()) else {
        return Err(OpeningError::Key);
    };
    if !is_key(key.as_bytes()) {
        return Err(OpeningError::Key);
    }
    Ok(Acceptance {
        proof: prove(key.as_bytes()),
        protocol: first_protocol(headers),
        extension: compression.then(|| extension::choose(headers)).flatten(),
    })
}

/// The server's acceptance: the request becomes a WebSocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acceptance {
    /// The hash that proves that the client's key was read by a WebSocket server.
    proof: [u8; 28],
    protocol: Option<HeaderValue>,
    extension: Option<Accepted>,
}

impl Acceptance {
    /// The extension of the WebSocket that the client gets.
    pub(crate) fn extension(&self) -> Option<Accepted> {
        self.extension
    }

    /// The headers that depend on what the client has offered.
    fn chosen(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let protocol = self.protocol.clone();
        let extension = self.extension.map(Accepted::to_header);
        protocol
            .map(|protocol| (SEC_WEBSOCKET_PROTOCOL, protocol))
            .into_iter()
            .chain(extension.map(|extension| (SEC_WEBSOCKET_EXTENSIONS, extension)))
    }

    /// Adds its headers to those of a `101` response.
    pub(crate) fn apply(self, headers: &mut HeaderMap) {
        let proof = HeaderValue::from_bytes(&self.proof).expect("base64 is ASCII");
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_ACCEPT, proof);
        headers.extend(self.chosen());
    }

    /// The response as it is on the wire, with `more` headers.
    pub(crate) fn to_bytes(&self, more: &HeaderMap) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(192);
        bytes.extend_from_slice(
            b"HTTP/1.1 101 Switching Protocols\r\n\
              connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: ",
        );
        bytes.extend_from_slice(&self.proof);
        let chosen: Vec<_> = self.chosen().collect();
        let chosen = chosen.iter().map(|(name, value)| (name, value));
        for (name, value) in chosen.chain(more) {
            for part in [b"\r\n", name.as_str().as_bytes(), b": ", value.as_bytes()] {
                bytes.extend_from_slice(part);
            }
        }
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes
    }
}

fn prove(key: &[u8]) -> [u8; 28] {
    let digest = Sha1::new().chain_update(key).chain_update(GUID).finalize();
    let mut proof = [0; 28];
    STANDARD
        .encode_slice(digest, &mut proof)
        .expect("20 bytes are 28 characters of base64");
    proof
}

/// 16 bytes as base64.
fn is_key(key: &[u8]) -> bool {
    let mut bytes = [0; 18];
    key.len() == 24 && STANDARD.decode_slice(key, &mut bytes) == Ok(16)
}

/// A client that offers subprotocols expects one of them; all of them mean Engine.IO to us.
fn first_protocol(headers: &HeaderMap) -> Option<HeaderValue> {
    let offered = headers.get(SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
    let first = offered.split(',').next()?.trim();
    HeaderValue::from_str(first)
        .ok()
        .filter(|first| !first.is_empty())
}

fn has_token(headers: &HeaderMap, name: &HeaderName, token: &[u8]) -> bool {
    headers
        .get_all(name)
        .iter()
        .flat_map(|value| value.as_bytes().split(|&byte| byte == b','))
        .any(|part| part.trim_ascii().eq_ignore_ascii_case(token))
}

/// Why a request does not become a WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpeningError {
    /// Not version 13.
    Version,
    /// No key, several, or one that is not 16 bytes of base64.
    Key,
}

impl OpeningError {
    /// A header that tells the client what the server supports.
    pub(crate) fn hint(self) -> Option<(HeaderName, HeaderValue)> {
        (self == Self::Version).then_some((SEC_WEBSOCKET_VERSION, VERSION))
    }
}

impl fmt::Display for OpeningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "missing or unknown Sec-WebSocket-Version",
            Self::Key => "missing or invalid Sec-WebSocket-Key",
        })
    }
}

impl error::Error for OpeningError {}

#[cfg(test)]
mod tests {
    use http::header::SET_COOKIE;

    use super::*;

    const OPENING: &[(&str, &str)] = &[
        ("connection", "keep-alive, Upgrade"),
        ("upgrade", "WebSocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    /// The opening with one header replaced, or removed if the value is empty.
    fn opening(name: &'static str, value: &str) -> HeaderMap {
        let mut headers: HeaderMap = OPENING
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        headers.remove(name);
        if !value.is_empty() {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    fn answer(request: &HeaderMap) -> HeaderMap {
        let mut headers = HeaderMap::new();
        accept(request, true).unwrap().apply(&mut headers);
        headers
    }

    #[test]
    fn the_sample_of_the_rfc_is_answered_as_it_says() {
        let answer = answer(&opening("x", "y"));

        assert_eq!(answer[CONNECTION], "Upgrade");
        assert_eq!(answer[UPGRADE], "websocket");
        assert_eq!(answer[SEC_WEBSOCKET_ACCEPT], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(answer.len(), 3);
    }

    #[test]
    fn a_websocket_is_asked_for_by_both_headers_of_http_1_1() {
        let asked = |name, value| is_asked_for(Version::HTTP_11, &opening(name, value));

        assert!(asked("x", "y"));
        assert!(asked("connection", "UPGRADE"));
        assert!(!asked("connection", ""));
        assert!(!asked("connection", "keep-alive"));
        assert!(!asked("upgrade", ""));
        assert!(!asked("upgrade", "h2c"));
        assert!(!is_asked_for(Version::HTTP_10, &opening("x", "y")));
    }

    #[test]
    fn only_version_13_is_spoken() {
        for version in ["", "8", "12", "14", "13, 8", "x"] {
            let refused = accept(&opening("sec-websocket-version", version), true).unwrap_err();
            assert_eq!(refused, OpeningError::Version, "{version}");
            assert_eq!(refused.hint(), Some((SEC_WEBSOCKET_VERSION, VERSION)));
        }
    }

    #[test]
    fn a_key_is_16_bytes_of_base64() {
        for key in [
            "",
            "abc",
            "dGhlIHNhbXBsZSBub25jZQ",
            "dGhlIHNhbXBsZSBub25jZQ=!",
            "dGhlIHNhbXBsZSBub25jZWFh",
            "dGhlIHNhbXBsZSBub25jZTEyMzQ=",
        ] {
            assert_eq!(
                accept(&opening("sec-websocket-key", key), true),
                Err(OpeningError::Key),
                "{key}"
            );
        }
        let mut twice = opening("x", "y");
        twice.append(
            SEC_WEBSOCKET_KEY,
            "dGhlIHNhbXBsZSBub25jZQ==".parse().unwrap(),
        );
        assert_eq!(accept(&twice, true), Err(OpeningError::Key));
    }

    #[test]
    fn the_first_offered_subprotocol_is_taken() {
        let answer = answer(&opening("sec-websocket-protocol", "chat.v2, chat.v1"));

        assert_eq!(answer[SEC_WEBSOCKET_PROTOCOL], "chat.v2");
    }

    #[test]
    fn an_extension_is_accepted_only_if_the_server_wants_it() {
        let request = opening("sec-websocket-extensions", "permessage-deflate");

        let accepted = accept(&request, true).unwrap();
        assert!(accepted.extension().is_some());
        assert_eq!(answer(&request).len(), 4);
        assert_eq!(accept(&request, false).unwrap().extension(), None);
    }

    #[test]
    fn as_bytes_the_response_says_the_same() {
        let mut request = opening("sec-websocket-protocol", "chat.v2, chat.v1");
        request.insert(
            SEC_WEBSOCKET_EXTENSIONS,
            "permessage-deflate".parse().unwrap(),
        );
        let more = HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from_static("io=1"))]);
        let mut expected = answer(&request);
        expected.extend(more.clone());

        let bytes = accept(&request, true).unwrap().to_bytes(&more);

        let text = String::from_utf8(bytes).unwrap();
        let mut lines = text.strip_suffix("\r\n\r\n").unwrap().split("\r\n");
        assert_eq!(lines.next(), Some("HTTP/1.1 101 Switching Protocols"));
        let headers: HeaderMap = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (HeaderName::from_bytes(name.as_bytes()).unwrap(), value))
            .map(|(name, value)| (name, value.parse().unwrap()))
            .collect();
        assert_eq!(headers, expected);
    }
}
