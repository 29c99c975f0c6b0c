use super::*;
use crate::engine::fuzz::frames;

const MASK: [u8; 4] = [1, 2, 3, 4];

/// A client's frame.
fn frame(fin: bool, opcode: u8, payload: &[u8]) -> Vec<u8> {
    let (header, size) = frame::header(Opcode::Text, payload.len());
    let mut bytes = header[..size].to_vec();
    bytes[0] = if fin { 0x80 | opcode } else { opcode };
    bytes[1] |= 0x80;
    bytes.extend(MASK);
    let start = bytes.len();
    bytes.extend_from_slice(payload);
    frame::unmask(&mut bytes[start..], MASK);
    bytes
}

/// What a client said, and what was understood of it.
#[derive(Debug, PartialEq)]
enum Heard {
    Text(Vec<u8>),
    Binary(Vec<u8>),
    Ping(Vec<u8>),
    Pong,
    Close(Option<u16>),
    Broken(u16),
}

fn hear(wire: &[u8], step: usize) -> Vec<Heard> {
    let (stream, _far) = tokio::io::duplex(64);
    let (mut websocket, _) = WebSocket::new(Stream::other(stream, Bytes::new()));
    let mut heard = Vec::new();
    for chunk in wire.chunks(step) {
        let mut inbox = websocket.take_inbox();
        inbox.push(chunk);
        loop {
            let span = |span: Span, inbox: &Inbox| inbox.get(&span).to_vec();
            heard.push(match websocket.next(&mut inbox, 1000) {
                Ok(None) => break,
                Ok(Some(Received::Text(at))) => Heard::Text(span(at, &inbox)),
                Ok(Some(Received::Binary(at))) => Heard::Binary(span(at, &inbox)),
                Ok(Some(Received::Ping(at))) => Heard::Ping(span(at, &inbox)),
                Ok(Some(Received::Pong)) => Heard::Pong,
                Ok(Some(Received::Close(code))) => Heard::Close(code),
                Err(violation) => {
                    heard.push(Heard::Broken(violation.code()));
                    return heard;
                }
            });
        }
        websocket.stash(inbox);
    }
    heard
}

/// The cases of the Autobahn test suite's sections 1 to 7 that concern a reader, in our words.
fn cases() -> Vec<(&'static str, Vec<u8>, Vec<Heard>)> {
    let text = |text: &str| Heard::Text(text.into());
    let long = vec![b'*'; 1000];
    vec![
        ("an empty text", frame(true, 1, b""), vec![text("")]),
        (
            "125 bytes",
            frame(true, 1, &long[..125]),
            vec![Heard::Text(long[..125].into())],
        ),
        (
            "126 bytes",
            frame(true, 1, &long[..126]),
            vec![Heard::Text(long[..126].into())],
        ),
        (
            "as much as may be",
            frame(true, 2, &long),
            vec![Heard::Binary(long.clone())],
        ),
        (
            "a byte too many",
            frame(true, 2, &[0; 1001]),
            vec![Heard::Broken(1009)],
        ),
        (
            "a ping",
            frame(true, 9, b"hi"),
            vec![Heard::Ping(b"hi".into())],
        ),
        (
            "a ping of 125 bytes",
            frame(true, 9, &long[..125]),
            vec![Heard::Ping(long[..125].into())],
        ),
        (
            "a ping of 126 bytes",
            frame(true, 9, &long[..126]),
            vec![Heard::Broken(1002)],
        ),
        (
            "an unsolicited pong",
            frame(true, 10, b"?"),
            vec![Heard::Pong],
        ),
        (
            "a reserved bit",
            frame(true, 0x41, b""),
            vec![Heard::Broken(1002)],
        ),
        (
            "a reserved opcode",
            frame(true, 3, b""),
            vec![Heard::Broken(1002)],
        ),
        (
            "a reserved control opcode",
            frame(true, 11, b""),
            vec![Heard::Broken(1002)],
        ),
        (
            "a fragmented ping",
            frame(false, 9, b""),
            vec![Heard::Broken(1002)],
        ),
        (
            "fragments",
            [
                frame(false, 1, b"a"),
                frame(false, 0, b"b"),
                frame(true, 0, b"c"),
            ]
            .concat(),
            vec![text("abc")],
        ),
        (
            "a ping between fragments",
            [
                frame(false, 1, b"a"),
                frame(true, 9, b"p"),
                frame(true, 0, b"b"),
            ]
            .concat(),
            vec![Heard::Ping(b"p".into()), text("ab")],
        ),
        (
            "a character across fragments",
            [
                frame(false, 1, &"é".as_bytes()[..1]),
                frame(true, 0, &"é".as_bytes()[1..]),
            ]
            .concat(),
            vec![text("é")],
        ),
        (
            "a continuation of nothing",
            frame(true, 0, b"x"),
            vec![Heard::Broken(1002)],
        ),
        (
            "a message inside a message",
            [frame(false, 1, b"a"), frame(true, 1, b"b")].concat(),
            vec![Heard::Broken(1002)],
        ),
        (
            "fragments that are too large together",
            [frame(false, 2, &long[..600]), frame(true, 0, &long[..401])].concat(),
            vec![Heard::Broken(1009)],
        ),
        (
            "a bare close",
            frame(true, 8, b""),
            vec![Heard::Close(None)],
        ),
        (
            "a close with a code",
            frame(true, 8, b"\x03\xe8bye"),
            vec![Heard::Close(Some(1000))],
        ),
        (
            "a close of the application",
            frame(true, 8, b"\x0f\xa0"),
            vec![Heard::Close(Some(4000))],
        ),
        (
            "a close of one byte",
            frame(true, 8, b"\x03"),
            vec![Heard::Broken(1002)],
        ),
        (
            "a close with a code that is not sent",
            frame(true, 8, b"\x03\xed"),
            vec![Heard::Broken(1002)],
        ),
        (
            "a close with a code below all",
            frame(true, 8, b"\x00\x00"),
            vec![Heard::Broken(1002)],
        ),
        (
            "a close that is not UTF-8",
            frame(true, 8, b"\x03\xe8\xff"),
            vec![Heard::Broken(1007)],
        ),
        (
            "two in a row",
            [frame(true, 1, b"one"), frame(true, 1, b"two")].concat(),
            vec![text("one"), text("two")],
        ),
    ]
}

#[test]
fn frames_are_understood_however_they_arrive() {
    for (name, wire, expected) in cases() {
        for step in [1, 2, 5, 64, usize::MAX] {
            assert_eq!(
                hear(&wire, step),
                expected,
                "{name}, {step} bytes at a time"
            );
        }
    }
}

#[test]
fn any_bytes_are_survived() {
    use rand::{Rng, SeedableRng, rngs::SmallRng};

    let mut random = SmallRng::seed_from_u64(7);
    for _ in 0..20_000 {
        let mut wire = vec![0; random.next_u32() as usize % 40];
        random.fill_bytes(&mut wire);
        hear(&wire, 8);
    }
}

#[test]
fn whatever_comes_is_read_or_refused_however_it_is_cut() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as usize % below
    };
    let sound: Vec<Vec<u8>> = cases().into_iter().map(|(_, wire, _)| wire).collect();

    for _ in 0..3_000 {
        let mut input = vec![random(256) as u8];
        for _ in 0..=random(3) {
            input.extend_from_slice(&sound[random(sound.len())]);
        }
        for _ in 0..random(4) {
            let at = 1 + random(input.len());
            let end = (at + random(3)).min(input.len());
            input.splice(at.min(end)..end, [random(256) as u8]);
        }
        frames(&input);
    }
}
