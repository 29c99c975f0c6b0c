//! Polling bodies and frames of any bytes: what fuzzing and the tests of hostile input have in common.

use bytes::Bytes;

use super::{
    format::{
        deflate::Window,
        extension::Accepted,
        packet::{Packet, PacketError},
        payload::{self, Payload, PollingBody as _, SEPARATOR},
        revision3 as version2,
    },
    transport::{
        Transport,
        received::{Malformed, Received},
        stream::Stream,
        websocket::WebSocket,
    },
};

/// The largest message that [`frames`] takes.
const MAX: usize = 1000;

#[derive(Debug, PartialEq)]
enum Part {
    Text(Vec<u8>),
    Binary(Vec<u8>),
}

/// One session: the bodies of its POSTs are separated by zero bytes.
pub(crate) fn bodies(input: &[u8]) {
    let mut transport = Transport::polling();
    for body in input.split(|&byte| byte == 0) {
        // Others are refused before a session sees them.
        if payload::check(body).is_err() {
            continue;
        }
        let Some(parts) = read(&mut transport, body) else {
            return;
        };
        let separators = body.iter().filter(|&&byte| byte == SEPARATOR).count();
        assert_eq!(parts.len(), separators + 1, "every packet is read once");

        let written = write(&parts);
        assert_eq!(payload::check(&written), Ok(()));
        assert_eq!(
            read(&mut transport, &written),
            Some(parts),
            "what is written can be read"
        );
    }
}

/// The packets of a body, as a session takes them out; none if it ends over them.
fn read(transport: &mut Transport, body: &[u8]) -> Option<Vec<Part>> {
    let Transport::Polling(bodies) = transport else {
        panic!("it does not move");
    };
    bodies.push(body);
    let mut inbox = transport.take_inbox();
    let mut parts = Vec::new();
    loop {
        let part = match transport.next(&mut inbox, usize::MAX) {
            Ok(Some(Received::Text(span))) => Part::Text(inbox.get(&span).to_vec()),
            Ok(Some(Received::Binary(span))) => Part::Binary(inbox.get(&span).to_vec()),
            Ok(None) => {
                transport.stash(inbox);
                return Some(parts);
            }
            Err(Malformed::Packet(PacketError::Base64)) => return None,
            other => panic!("not from a body that was checked: {other:?}"),
        };
        if let Part::Text(text) = &part {
            assert!(Packet::decode(text).is_ok(), "its kind was checked");
        }
        parts.push(part);
        // What is left of a body after a turn is read in the next.
        transport.stash(inbox);
        inbox = transport.take_inbox();
    }
}

fn write(parts: &[Part]) -> Vec<u8> {
    let mut payload = Payload::default();
    for part in parts {
        match part {
            Part::Text(text) => payload.push_text(text),
            Part::Binary(bytes) => payload.push_binary(bytes),
        }
    }
    payload.into_body()
}

/// A body of a client that speaks revision 3.
pub(crate) fn revision3(input: &[u8]) {
    let Ok(body) = version2::decode(input) else {
        return;
    };
    assert!(
        body.len() <= input.len() * 2,
        "no more is made than twice what came"
    );
    if payload::check(&body).is_err() {
        return;
    }
    let Some(parts) = read(&mut Transport::polling(), &body) else {
        return;
    };
    // A session ends over a text that is none, and no server writes one.
    let is_text = |part: &Part| match part {
        Part::Text(text) => std::str::from_utf8(text).is_ok(),
        Part::Binary(_) => true,
    };
    if !parts.iter().all(is_text) {
        return;
    }
    for binary in [false, true] {
        let mut written = version2::Body::new(binary);
        for part in &parts {
            match part {
                Part::Text(text) => written.push_text(text),
                Part::Binary(bytes) => written.push_binary(bytes),
            }
        }
        let back = version2::decode(&written.finish()).expect("what is written can be read");
        let back = read(&mut Transport::polling(), &back);
        assert_eq!(back.as_ref(), Some(&parts), "binary: {binary}");
    }
}

/// What a client sends over a WebSocket. The first byte says how it is cut, and whether messages may be compressed.
pub(crate) fn frames(input: &[u8]) {
    let Some((&how, wire)) = input.split_first() else {
        return;
    };
    let compression = how & 1 != 0;
    let whole = hear(wire, wire.len().max(1), compression);
    let cut = hear(wire, 1 + usize::from(how >> 1), compression);

    assert_eq!(whole, cut, "how it is cut does not matter");
}

/// The messages in what a client sends, and what ends them.
fn hear(wire: &[u8], step: usize, compression: bool) -> Vec<String> {
    let accepted = compression.then(|| Accepted::new(Window::widest()));
    let stream = Stream::other(tokio::io::empty(), Bytes::new()).extended(accepted);
    let (mut websocket, _) = WebSocket::new(stream);
    let mut heard = Vec::new();
    for chunk in wire.chunks(step) {
        let mut inbox = websocket.take_inbox();
        inbox.push(chunk);
        loop {
            let (kind, bytes) = match websocket.next(&mut inbox, MAX) {
                Ok(None) => break,
                Ok(Some(Received::Text(span))) => ("text", inbox.get(&span)),
                Ok(Some(Received::Binary(span))) => ("binary", inbox.get(&span)),
                Ok(Some(Received::Ping(span))) => ("ping", inbox.get(&span)),
                other => {
                    heard.push(format!("{other:?}"));
                    if other.is_err() {
                        return heard;
                    }
                    continue;
                }
            };
            assert!(bytes.len() <= MAX, "no message is larger than it may be");
            heard.push(format!("{kind} {bytes:?}"));
        }
        websocket.stash(inbox);
    }
    heard
}
