//! One table, read in both directions, and what must be refused.

use super::*;
use crate::engine::fuzz::bodies;

#[derive(Debug, PartialEq)]
enum Owned {
    Text(String),
    Binary(Vec<u8>),
}

fn text(packet: &str) -> Owned {
    Owned::Text(packet.to_owned())
}

fn rows() -> Vec<(&'static str, Vec<Owned>)> {
    vec![
        ("4hello", vec![text("4hello")]),
        (
            "4hello\u{1e}2\u{1e}4world",
            vec![text("4hello"), text("2"), text("4world")],
        ),
        (
            "4hello\u{1e}bAQIDBA==",
            vec![text("4hello"), Owned::Binary(vec![1, 2, 3, 4])],
        ),
        ("b", vec![Owned::Binary(vec![])]),
        (
            "bAQID\u{1e}b/+8=",
            vec![Owned::Binary(vec![1, 2, 3]), Owned::Binary(vec![255, 239])],
        ),
        ("4€😀\u{1e}4", vec![text("4€😀"), text("4")]),
        ("1", vec![text("1")]),
    ]
}

fn read(body: &[u8]) -> Vec<Result<Owned, PacketError>> {
    let mut packets = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let (part, next) = first(rest);
        packets.push(match binary(part) {
            Some(bytes) => bytes.map(Owned::Binary),
            None => Packet::decode(part).map(|_| text(str::from_utf8(part).unwrap())),
        });
        rest = &rest[next..];
    }
    packets
}

#[test]
fn bodies_read_and_write_the_same_packets() {
    for (body, packets) in rows() {
        let mut payload = Payload::default();
        for packet in &packets {
            match packet {
                Owned::Text(text) => payload.push_text(text.as_bytes()),
                Owned::Binary(bytes) => payload.push_binary(bytes),
            }
        }
        assert_eq!(payload.into_body(), body.as_bytes());

        assert_eq!(check(body.as_bytes()), Ok(()));
        assert_eq!(
            read(body.as_bytes()),
            packets.into_iter().map(Ok).collect::<Vec<_>>(),
            "{body:?}"
        );
    }
}

#[test]
fn missing_padding_is_forgiven() {
    assert_eq!(read(b"bAQIDBA"), [Ok(Owned::Binary(vec![1, 2, 3, 4]))]);
}

/// Each row was read by Node.js, as the official server does.
#[test]
fn base64_is_read_as_other_clients_write_it() {
    let long: Vec<u8> = (0..=255).collect();
    let mut standard = Payload::default();
    standard.push_binary(&long);
    let in_lines = |width: usize, end: &str| {
        let body = standard.0[1..].chunks(width);
        let lines = body.map(|line| String::from_utf8(line.to_vec()).unwrap() + end);
        lines.collect::<String>()
    };
    for (encoded, bytes) in [
        ("AQID\n", &[1, 2, 3][..]),
        ("AQID\r\nBAUG\r\n", &[1, 2, 3, 4, 5, 6]),
        ("AQ ID", &[1, 2, 3]),
        ("\tAQ\x0b\x0cID ", &[1, 2, 3]),
        ("A\nQ\nI\nD\n", &[1, 2, 3]),
        ("AQI=\n", &[1, 2]),
        ("AQI\n=", &[1, 2]),
        ("AQ\n=\n=\n", &[1]),
        ("AQ=", &[1]),
        ("AQ===", &[1]),
        ("AQID====", &[1, 2, 3]),
        ("AQ", &[1]),
        ("AR", &[1]),
        ("-_-_", &[251, 255, 191]),
        ("-/+_", &[251, 255, 191]),
        ("-_8", &[251, 255]),
        ("_w==\n", &[255]),
        ("=", &[]),
        ("\n", &[]),
        (&in_lines(76, "\n"), &long),
        (&in_lines(76, "\r\n"), &long),
        (&in_lines(64, "\n"), &long),
    ] {
        let body = ["b", encoded].concat();

        assert_eq!(check(body.as_bytes()), Ok(()));
        assert_eq!(
            read(body.as_bytes()),
            [Ok(Owned::Binary(bytes.to_vec()))],
            "{encoded:?}"
        );
    }
}

#[test]
fn a_malformed_packet_is_an_error() {
    for (body, error) in [
        (&b"abc"[..], PacketError::UnknownKind),
        (b"\x1e", PacketError::Empty),
        (b"b!", PacketError::Base64),
        (b"bA", PacketError::Base64),
        (b"bAQ!D", PacketError::Base64),
        (b"bAQ==AQID", PacketError::Base64),
        (b"bAQ=ID", PacketError::Base64),
        (b"bAQID\0BAUG", PacketError::Base64),
        (b"bAQ\xc3\xa9D", PacketError::Base64),
    ] {
        assert_eq!(read(body), [Err(error)], "{body:?}");
    }
}

#[test]
fn check_refuses_what_can_be_no_payload() {
    for (body, error) in [
        (&b""[..], PacketError::Empty),
        (b"abc", PacketError::UnknownKind),
        (b"\x1e4a", PacketError::Empty),
        (b"4a\x1e", PacketError::Empty),
        (b"4a\x1e\x1e4b", PacketError::Empty),
        (b"4a\x1ex", PacketError::UnknownKind),
    ] {
        assert_eq!(check(body), Err(error), "{body:?}");
    }
}

#[test]
fn a_body_takes_its_first_packet_however_large() {
    let mut allowance = Allowance::new(10);

    assert!(allowance.admit(40, 1000));
    assert!(!allowance.admit(1, 1));
}

#[test]
fn a_body_stops_at_its_limits() {
    let mut allowance = Allowance::new(100);
    for _ in 0..PACKETS {
        assert!(allowance.admit(1, 2));
    }
    assert!(!allowance.admit(1, 2));

    let mut allowance = Allowance::new(100);
    assert!(allowance.admit(1, 60));
    assert!(!allowance.admit(1, 41));
    assert!(allowance.admit(1, 40));
}

#[test]
fn base64_is_as_long_as_foretold() {
    for len in 0..100 {
        let mut payload = Payload::default();
        payload.push_binary(&vec![7; len]);
        assert_eq!(payload.into_body().len(), 1 + base64_len(len));
    }
}

#[test]
fn whatever_comes_is_read_or_refused() {
    const TOKENS: &[u8] = b"0123456789b\x1e=A+/-_ \n\0a\xff";
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as usize % below
    };
    let sound: Vec<&str> = rows().into_iter().map(|(body, _)| body).collect();

    for _ in 0..5_000 {
        let mut body = sound[random(sound.len())].as_bytes().to_vec();
        for _ in 0..random(5) {
            let at = random(body.len() + 1);
            let end = (at + random(3)).min(body.len());
            body.splice(at..end, [TOKENS[random(TOKENS.len())]]);
        }
        bodies(&body);
    }
    for _ in 0..5_000 {
        let body: Vec<u8> = (0..random(12))
            .map(|_| TOKENS[random(TOKENS.len())])
            .collect();
        bodies(&body);
    }
    bodies(
        &[
            b"4",
            &b"x".repeat(100_000)[..],
            b"\x1eb",
            &b"A".repeat(100_000),
        ]
        .concat(),
    );
}
