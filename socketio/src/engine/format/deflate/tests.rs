use super::*;
use crate::engine::format::frame::Violation;

const WIDE: fn(usize) -> Deflate = |threshold| Deflate {
    window: Window::widest(),
    threshold,
};

fn frame_of(deflate: Deflate, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    deflate.push_frame(&mut out, Opcode::Text, payload);
    out
}

#[test]
fn the_samples_of_the_rfc_are_read() {
    // RFC 7692, section 7.2.3.
    let rows: [(&str, &[u8]); 4] = [
        ("one block", &[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]),
        (
            "a block that is not compressed",
            &[
                0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00,
            ],
        ),
        (
            "a block that says it is the last",
            &[0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00],
        ),
        (
            "two blocks",
            &[
                0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00,
            ],
        ),
    ];
    for (name, bytes) in rows {
        assert_eq!(decompress(bytes, 5).as_deref(), Ok(&b"Hello"[..]), "{name}");
        assert_eq!(decompress(bytes, 4), Err(Violation::TooBig), "{name}");
    }
}

#[test]
fn what_was_compressed_is_read_again() {
    for length in [64, 65, 1000, 40_000, 1_000_000] {
        let plain: Vec<u8> = (0..length).map(|i| b"0123456789abc"[i % 13]).collect();

        let frame = frame_of(WIDE(64), &plain);

        let size = frame::size_of_header(frame[1]);
        assert_eq!(frame[0], 0xc1, "{length}");
        assert!(frame.len() < length, "{length}");
        assert_eq!(decompress(&frame[size..], length), Ok(plain));
    }
}

#[test]
fn an_empty_message_is_read() {
    assert_eq!(decompress(&[0], 0), Ok(Vec::new()));
    assert_eq!(decompress(&[], 0), Ok(Vec::new()));
}

#[test]
fn a_bomb_is_made_no_larger_than_a_message_may_be() {
    let mut bomb = frame_of(WIDE(0), &vec![0; 16 << 20]);
    bomb.drain(..frame::size_of_header(bomb[1]));
    assert!(bomb.len() < 128 << 10);

    let info = allocation_counter::measure(|| {
        assert_eq!(decompress(&bomb, 1_000_000), Err(Violation::TooBig));
    });

    assert!(info.bytes_max < 2_200_000, "{info:?}");
}

#[test]
fn garbage_is_refused() {
    for bytes in [
        &[0xff; 20][..],
        &[0x07, 0x07],
        &[0x00, 0x05, 0x00, 0x00, 0x00],
    ] {
        assert_eq!(
            decompress(bytes, 1000),
            Err(Violation::Compression),
            "{bytes:x?}"
        );
    }
}

#[test]
fn short_messages_and_those_that_would_grow_are_sent_as_they_are() {
    let random: Vec<u8> = (0..2000).map(|_| rand::random()).collect();
    for (threshold, payload) in [(100, &[b'a'; 99][..]), (0, b"ab"), (0, &random), (0, b"")] {
        let frame = frame_of(WIDE(threshold), payload);

        let size = frame::size_of_header(frame[1]);
        assert_eq!((frame[0], &frame[size..]), (0x81, payload));
    }
}

#[test]
fn what_is_longer_than_the_client_looks_back_is_sent_as_it_is() {
    let narrow = Deflate {
        window: Window::of(8).unwrap(),
        threshold: 0,
    };

    assert_eq!(frame_of(narrow, &[b'a'; 256])[0], 0xc1);
    assert_eq!(frame_of(narrow, &[b'a'; 257])[0], 0x81);
}

#[test]
fn the_last_frame_is_compressed_where_it_stands() {
    for (opcode, length) in [
        (Opcode::Text, 99),
        (Opcode::Text, 100),
        (Opcode::Binary, 1000),
        (Opcode::Text, 100_000),
    ] {
        let payload = vec![b'a'; length];
        let mut out = b"before".to_vec();
        let (header, size) = frame::header(opcode, length);
        out.extend_from_slice(&header[..size]);
        out.extend_from_slice(&payload);

        WIDE(100).compress_last(&mut out, 6);

        let mut expected = b"before".to_vec();
        WIDE(100).push_frame(&mut expected, opcode, &payload);
        assert_eq!(out, expected, "{length}");
        assert_eq!(out[6] & frame::COMPRESSED != 0, length >= 100, "{length}");
    }
}
