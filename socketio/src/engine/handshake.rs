//! Handshake: what a session keeps of the request that opened it, for as long as it lives. It is one allocation of copied
//! bytes: the header values of hyper are slices of its read buffer, and would keep all of that.

use std::{
    borrow::Cow,
    net::{SocketAddr, SocketAddrV4, SocketAddrV6},
};

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Request, Uri, Version, request::Parts};

use super::spare;

#[cfg(feature = "axum")]
mod extensions;
#[cfg(not(feature = "axum"))]
mod no_extensions;
#[cfg(not(feature = "axum"))]
use no_extensions as extensions;

/// The request that opened a session.
#[derive(Debug)]
pub(crate) struct Handshake {
    /// Version, address, URIs and headers as records; see [`Handshake::new`] for their order.
    records: Box<[u8]>,
    /// Not among the extensions: they would need a map for it alone.
    matched: extensions::Matched,
    /// What layers in front of us left for handlers.
    extensions: Extensions,
}

impl Handshake {
    /// Copies what is worth keeping of a request. `addr` is the peer's address if the listener told it;
    /// otherwise axum's `ConnectInfo` is asked, and then an extension of the type `SocketAddr`.
    pub(crate) fn new(parts: &mut Parts, addr: Option<SocketAddr>) -> Self {
        let mut extensions = std::mem::take(&mut parts.extensions);
        let connected = extensions::take_addr(&mut extensions);
        let original = extensions::take_original(&mut extensions);
        let matched = extensions::take_matched(&mut extensions);
        if extensions.is_empty() {
            extensions = Extensions::new();
        }
        let addr = addr
            .or(connected)
            .or_else(|| extensions.get::<SocketAddr>().copied());
        let uri = to_text(&parts.uri);
        let original = original.as_ref().map(to_text);

        let mut records = spare::take();
        records.push(version_to_byte(parts.version));
        put_addr(&mut records, addr);
        put(&mut records, uri.as_bytes());
        // The original URI differs only below a nesting router. Otherwise one byte says that it does not.
        put(
            &mut records,
            match &original {
                Some(original) if *original == uri => SAME,
                Some(original) => original.as_bytes(),
                None => b"",
            },
        );
        for (name, value) in &parts.headers {
            put(&mut records, name.as_str().as_bytes());
            put(&mut records, value.as_bytes());
        }
        let kept = Box::from(records.as_slice());
        spare::give(records);
        Self {
            records: kept,
            matched,
            extensions,
        }
    }

    /// The address that axum or the program has put into the extensions of a request.
    pub(crate) fn connected(extensions: &Extensions) -> Option<SocketAddr> {
        extensions::addr(extensions).or_else(|| extensions.get().copied())
    }

    /// The request's parts, built from what is kept; for axum's extractors.
    pub(crate) fn parts(&self) -> Parts {
        let (mut parts, ()) = Request::new(()).into_parts();
        let [version, addr, uri, original] = self.head();
        parts.version = version_from_byte(version.first().copied());
        parts.uri = to_uri(uri);
        parts.headers = self
            .headers()
            .filter_map(|(name, value)| {
                Some((
                    HeaderName::try_from(name).ok()?,
                    HeaderValue::from_bytes(value).ok()?,
                ))
            })
            .collect::<HeaderMap>();
        parts.extensions = self.extensions.clone();
        let original = match original {
            b"" => None,
            SAME => Some(to_uri(uri)),
            other => Some(to_uri(other)),
        };
        extensions::put(
            &mut parts.extensions,
            to_addr(addr),
            original,
            &self.matched,
        );
        parts
    }

    /// Where the client connects from, if the listener told.
    pub(crate) fn addr(&self) -> Option<SocketAddr> {
        let [_, addr, ..] = self.head();
        to_addr(addr)
    }

    /// The query of the request's URI, without the `?` and not decoded.
    pub(crate) fn query(&self) -> Option<&str> {
        let [_, _, uri, _] = self.head();
        str::from_utf8(uri)
            .ok()?
            .split_once('?')
            .map(|(_, query)| query)
    }

    /// The first value of a header. `name` is lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// All headers, names in lower case, in the order they came.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let mut rest = self.rest();
        std::iter::from_fn(move || {
            let name = take(&mut rest)?;
            Some((str::from_utf8(name).ok()?, take(&mut rest)?))
        })
    }

    /// Version, address, URI, original URI.
    fn head(&self) -> [&[u8]; 4] {
        let (version, mut rest) = self.records.split_at(1);
        [version, next(&mut rest), next(&mut rest), next(&mut rest)]
    }

    /// The records behind the head: name and value in turn.
    fn rest(&self) -> &[u8] {
        let mut rest = &self.records[1..];
        for _ in 0..3 {
            next(&mut rest);
        }
        rest
    }
}

/// Stands for an original URI that is the URI itself; a real one starts with `/` or a scheme.
const SAME: &[u8] = b"=";

/// Appends a record: its length in base 128, low digits first, then its bytes.
fn put(records: &mut Vec<u8>, record: &[u8]) {
    let mut length = record.len();
    while length >= 0x80 {
        records.push(length as u8 | 0x80);
        length >>= 7;
    }
    records.push(length as u8);
    records.extend_from_slice(record);
}

/// Takes the next record from `rest`; none at the end.
fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let digits = rest.iter().position(|&digit| digit < 0x80)? + 1;
    let length = rest[..digits]
        .iter()
        .rev()
        .fold(0, |length, &digit| length << 7 | usize::from(digit & 0x7f));
    let (record, more) = rest[digits..].split_at(length);
    *rest = more;
    Some(record)
}

fn next<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    take(rest).unwrap_or_default()
}

fn to_uri(record: &[u8]) -> Uri {
    Uri::try_from(record).unwrap_or_default()
}

/// A URI as text. One without scheme and host, as in nearly all requests, is not copied.
fn to_text(uri: &Uri) -> Cow<'_, str> {
    match uri.path_and_query() {
        Some(path) if uri.authority().is_none() && uri.scheme().is_none() => path.as_str().into(),
        _ => uri.to_string().into(),
    }
}

/// Appends an address: its IP, the scope of a version 6 one, its port. None is an empty record.
fn put_addr(records: &mut Vec<u8>, addr: Option<SocketAddr>) {
    let (mut bytes, mut length) = ([0; 22], 0);
    let mut push = |part: &[u8]| {
        bytes[length..length + part.len()].copy_from_slice(part);
        length += part.len();
    };
    match addr {
        Some(SocketAddr::V4(addr)) => {
            push(&addr.ip().octets());
            push(&addr.port().to_be_bytes());
        }
        Some(SocketAddr::V6(addr)) => {
            push(&addr.ip().octets());
            push(&addr.scope_id().to_be_bytes());
            push(&addr.port().to_be_bytes());
        }
        None => {}
    }
    put(records, &bytes[..length]);
}

fn to_addr(record: &[u8]) -> Option<SocketAddr> {
    let (ip, port) = record.split_last_chunk()?;
    let port = u16::from_be_bytes(*port);
    if let Ok(ip) = <[u8; 4]>::try_from(ip) {
        return Some(SocketAddrV4::new(ip.into(), port).into());
    }
    let (ip, scope) = ip.split_first_chunk::<16>()?;
    let scope = u32::from_be_bytes(scope.try_into().ok()?);
    Some(SocketAddrV6::new((*ip).into(), port, 0, scope).into())
}

const VERSIONS: [Version; 4] = [
    Version::HTTP_11,
    Version::HTTP_10,
    Version::HTTP_2,
    Version::HTTP_3,
];

fn version_to_byte(version: Version) -> u8 {
    VERSIONS
        .iter()
        .position(|&known| known == version)
        .unwrap_or_default() as u8
}

fn version_from_byte(byte: Option<u8>) -> Version {
    VERSIONS[usize::from(byte.unwrap_or_default())]
}

#[cfg(test)]
mod tests;
