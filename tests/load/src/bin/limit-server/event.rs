//! The load contract on raw bytes: names are compared, arguments copied, JSON never read.

use std::ops::ControlFlow;
use std::rc::Rc;

use crate::frame;
use crate::peer::Peer;
use crate::worker::Worker;

/// One text packet.
pub(crate) fn text(peer: &Rc<Peer>, worker: &Worker, packet: &[u8]) -> ControlFlow<()> {
    match packet {
        [b'4', b'2', event @ ..] => handle(peer, worker, event),
        [b'4', b'0', ..] => {
            let connected = format!("40{{\"sid\":\"socket{:014}\"}}", peer.id);
            push_text(worker, peer, &[connected.as_bytes()]);
            worker.enter(peer);
        }
        // The only binary event is `bin`; its attachment follows at once and answers itself.
        [b'4', b'5', ..] => push_text(worker, peer, &[packet]),
        [b'4', b'1', ..] | [b'1', ..] => return ControlFlow::Break(()),
        _ => {}
    }
    ControlFlow::Continue(())
}

/// The attachment of `bin`.
pub(crate) fn binary(peer: &Rc<Peer>, worker: &Worker, payload: &[u8]) {
    worker.push(peer, |out| {
        frame::write_header(out, frame::BINARY, payload.len());
        out.extend_from_slice(payload);
    });
}

/// One event: `event` begins behind the packet type, with the ack id if there is one.
fn handle(peer: &Rc<Peer>, worker: &Worker, event: &[u8]) {
    let digits = event.iter().position(|byte| !byte.is_ascii_digit());
    let (id, array) = event.split_at(digits.unwrap_or(event.len()));
    if let Some(args) = array.strip_prefix(b"[\"echo\",") {
        push_text(worker, peer, &[b"43", id, b"[", args]);
    } else if array.starts_with(b"[\"broadcast\",") {
        worker.push_all(&text_frame(&[b"42", array]));
    } else if let Some(args) = array.strip_prefix(b"[\"room\",") {
        if let Some((room, args)) = string(args) {
            worker.push_room(room, &text_frame(&[b"42[\"room\"", args]));
        }
    } else if let Some(args) = array.strip_prefix(b"[\"join\",") {
        if let Some((room, _)) = string(args) {
            worker.join(peer, room);
        }
        push_text(worker, peer, &[b"43", id, b"[]"]);
    } else if array.starts_with(b"[\"echo-emit\",") {
        push_text(worker, peer, &[b"42", array]);
    }
}

/// The string at the head of `bytes`, which holds no escapes, and what stands behind it.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let bytes = bytes.strip_prefix(b"\"")?;
    let end = bytes.iter().position(|&byte| byte == b'"')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

#[inline]
fn push_text<const N: usize>(worker: &Worker, peer: &Rc<Peer>, parts: &[&[u8]; N]) {
    worker.push(peer, |out| write_text(out, parts));
}

fn text_frame<const N: usize>(parts: &[&[u8]; N]) -> Vec<u8> {
    let mut out = Vec::new();
    write_text(&mut out, parts);
    out
}

#[inline]
fn write_text<const N: usize>(out: &mut Vec<u8>, parts: &[&[u8]; N]) {
    frame::write_header(out, frame::TEXT, parts.iter().map(|part| part.len()).sum());
    for part in parts {
        out.extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_ends_at_its_quote() {
        assert_eq!(string(b"\"room\",1]"), Some((&b"room"[..], &b",1]"[..])));
        assert_eq!(string(b"1]"), None);
        assert_eq!(string(b"\"open"), None);
    }

    #[test]
    fn broadcast_is_one_finished_frame() {
        assert_eq!(text_frame(&[b"42", b"[\"a\",1]"]), b"\x81\x0942[\"a\",1]");
    }
}
