//! Polling bodies of any bytes: what fuzzing and the tests of hostile input have in common.

use super::{
    format::{
        packet::{Packet, PacketError},
        payload::{self, Payload, SEPARATOR},
    },
    transport::{
        Transport,
        received::{Malformed, Received},
    },
};

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
