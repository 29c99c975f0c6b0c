//! permessage-deflate: who gets it, what is compressed, and what compressed messages may be.

use std::io::Read as _;

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use socketio::{Binary, Data, Result, SocketIo, emit, on, routes};
use tests::{Frame, Node, RawClient, WebSocket, frame};

use crate::{WEBSOCKET, server};

const OFFER: (&str, &str) = (
    "Sec-WebSocket-Extensions",
    "permessage-deflate; client_max_window_bits",
);
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

#[on("shout")]
async fn shout(text: String) -> Result {
    emit("shout", text).broadcast().await?;
    Ok(())
}

#[on("whisper")]
async fn whisper(text: String) -> Result {
    emit("whisper", text).compress(false).await?;
    Ok(())
}

#[on("parrot")]
async fn parrot(bytes: Binary) -> Binary {
    bytes
}

#[on("ask")]
async fn ask(data: Data) -> Data {
    data
}

async fn node() -> Node {
    let io = SocketIo::builder()
        .routes(routes![shout, whisper, parrot, ask])
        .websocket_compression(100)
        .build()
        .unwrap();
    Node::run(&io, axum::Router::new()).await
}

/// A session over WebSocket that has offered an extension, and joined the main namespace.
async fn joined(node: &Node, offer: (&str, &str)) -> WebSocket {
    let client = RawClient::connect(node.addr).await;
    let mut websocket = client.upgrade(WEBSOCKET, &[offer]).await.unwrap();
    assert!(websocket.text().await.starts_with("0{"));
    websocket.send("40").await;
    assert!(websocket.text().await.starts_with("40{"));
    websocket
}

/// What a frame carries, and whether it was compressed.
fn plain(frame: Frame) -> (bool, Vec<u8>) {
    if !frame.compressed {
        return (false, frame.payload);
    }
    let compressed = [&frame.payload[..], &TAIL].concat();
    let mut plain = Vec::new();
    let mut decoder = DeflateDecoder::new(&compressed[..]);
    // Without a last block the decoder finds no end.
    let _ = decoder.read_to_end(&mut plain);
    (true, plain)
}

async fn next(websocket: &mut WebSocket) -> (bool, String) {
    let (compressed, bytes) = plain(websocket.next().await.expect("the session is open"));
    (compressed, String::from_utf8(bytes).unwrap())
}

fn compress(text: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    std::io::Write::write_all(&mut encoder, text).unwrap();
    std::io::Write::flush(&mut encoder).unwrap();
    let mut bytes = encoder.get_ref().clone();
    // A flush ends with an empty block, of which the last four bytes are left out.
    let end = bytes.windows(4).rposition(|window| window == TAIL).unwrap();
    bytes.truncate(end);
    bytes
}

#[tokio::test]
async fn a_client_gets_it_if_it_offers_it_and_the_server_wants_it() {
    let (on, off) = (node().await, Node::router(&server()).await);
    let expected = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    for (node, headers, expected) in [
        (&on, &[OFFER][..], Some(expected)),
        (&on, &[], None),
        (&off, &[OFFER], None),
    ] {
        let client = RawClient::connect(node.addr).await;
        let websocket = client.upgrade(WEBSOCKET, headers).await.unwrap();
        let accepted = websocket.response.header("sec-websocket-extensions");
        assert_eq!(accepted, expected);
    }
}

#[tokio::test]
async fn long_messages_are_compressed_both_ways() {
    let node = node().await;
    let mut websocket = joined(&node, OFFER).await;
    let long = "x".repeat(5000);

    // An answer, read from a compressed frame and from compressed fragments.
    let question = format!(r#"421["ask","{long}"]"#);
    let compressed = compress(question.as_bytes());
    websocket.write(&frame(0xc1, &compressed)).await;
    let answer = (true, format!(r#"431["{long}"]"#));
    assert_eq!(next(&mut websocket).await, answer);
    let (first, second) = compressed.split_at(10);
    websocket.write(&frame(0x41, first)).await;
    websocket.write(&frame(0x89, b"ping")).await;
    websocket.write(&frame(0x80, second)).await;
    assert_eq!(websocket.next().await.unwrap().opcode, 10);
    assert_eq!(next(&mut websocket).await, answer);

    // Events, short and long ones in order, and one that is not to be compressed.
    for event in ["shout", "whisper"] {
        websocket.send(&format!(r#"42["{event}","short"]"#)).await;
        websocket.send(&format!(r#"42["{event}","{long}"]"#)).await;
    }
    for (compressed, event, text) in [
        (false, "shout", "short"),
        (true, "shout", &*long),
        (false, "whisper", "short"),
        (false, "whisper", &*long),
    ] {
        let expected = (compressed, format!(r#"42["{event}","{text}"]"#));
        assert_eq!(next(&mut websocket).await, expected);
    }

    // Attachments.
    let attachment = vec![7; 3000];
    websocket
        .send(r#"451-2["parrot",{"_placeholder":true,"num":0}]"#)
        .await;
    websocket.write(&frame(0xc2, &compress(&attachment))).await;
    assert_eq!(
        next(&mut websocket).await,
        (false, r#"461-2[{"_placeholder":true,"num":0}]"#.to_owned())
    );
    let frame = websocket.next().await.unwrap();
    assert_eq!((frame.opcode, plain(frame)), (2, (true, attachment)));
}

/// A text of this length: words that come again, or letters without a pattern.
fn text(length: usize, repeats: bool) -> String {
    let mut state = length as u32;
    let letters = (0..length).map(|at| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        match repeats {
            true => b"the same words again and again "[at % 31],
            false => b'a' + (state >> 24) as u8 % 26,
        }
    });
    String::from_utf8(letters.collect()).unwrap()
}

/// The frames of one compressed message, in as many pieces.
fn fragments(compressed: &[u8], pieces: usize) -> Vec<u8> {
    let size = compressed.len().div_ceil(pieces).max(1);
    let count = compressed.len().div_ceil(size);
    let frames = compressed.chunks(size).enumerate().flat_map(|(at, piece)| {
        let (first, last) = (at == 0, at + 1 == count);
        frame(u8::from(last) << 7 | if first { 0x41 } else { 0 }, piece)
    });
    frames.collect()
}

#[tokio::test]
async fn messages_of_every_size_come_back_whole_and_in_fragments() {
    let node = node().await;
    let mut websocket = joined(&node, OFFER).await;
    let sizes = [
        0, 1, 16, 63, 64, 256, 1024, 4096, 8192, 16_384, 32_768, 65_536, 131_072,
    ];
    for (length, repeats) in sizes
        .into_iter()
        .flat_map(|size| [(size, true), (size, false)])
    {
        let text = text(length, repeats);
        let compressed = compress(format!(r#"421["ask","{text}"]"#).as_bytes());
        for pieces in [1, 2, 7, 64] {
            websocket.write(&fragments(&compressed, pieces)).await;

            let (was_compressed, answer) = next(&mut websocket).await;
            assert_eq!(answer, format!(r#"431["{text}"]"#), "{length} in {pieces}");
            assert!(was_compressed || length < 100 || !repeats, "{length}");
        }
    }
}

#[tokio::test]
async fn a_broadcast_reaches_those_who_read_it_compressed_and_those_who_do_not() {
    let node = node().await;
    let narrow = (
        "Sec-WebSocket-Extensions",
        "permessage-deflate; server_max_window_bits=8",
    );
    let mut sender = joined(&node, OFFER).await;
    let mut others = [
        (true, joined(&node, OFFER).await),
        (false, joined(&node, ("X-Offer", "none")).await),
        (false, joined(&node, narrow).await),
    ];
    let long = "y".repeat(40_000);

    sender.send(&format!(r#"42["shout","{long}"]"#)).await;

    let expected = format!(r#"42["shout","{long}"]"#);
    assert_eq!(next(&mut sender).await, (true, expected.clone()));
    for (compressed, other) in &mut others {
        assert_eq!(next(other).await, (*compressed, expected.clone()));
    }
}

#[tokio::test]
async fn a_session_that_upgrades_is_compressed_from_then_on() {
    let node = node().await;
    let polling = tests::Polling::joined(node.addr).await;
    let mut websocket = polling.upgrade_with(&[OFFER]).await;

    websocket
        .send(&format!(r#"421["ask","{}"]"#, "z".repeat(500)))
        .await;

    let expected = (true, format!(r#"431["{}"]"#, "z".repeat(500)));
    assert_eq!(next(&mut websocket).await, expected);
}

#[tokio::test]
async fn what_is_no_compressed_data_or_too_much_ends_the_session() {
    let node = node().await;
    let bomb = compress(&vec![b'a'; 2_000_000]);
    assert!(bomb.len() < 10_000);

    for (name, bytes, code) in [
        ("garbage", frame(0xc1, &[0xff; 30]), 1007),
        ("a bomb", frame(0xc1, &bomb), 1009),
        ("no UTF-8", frame(0xc1, &compress(b"42[\"\xff\"]")), 1007),
        ("a compressed ping", frame(0xc9, &compress(b"ping")), 1002),
        ("another reserved bit", frame(0xa1, b"40"), 1002),
        (
            "a fragment that says it again",
            {
                let mut bytes = frame(0x41, b"a");
                bytes.extend(frame(0xc0, b"b"));
                bytes
            },
            1002,
        ),
    ] {
        let mut websocket = joined(&node, OFFER).await;
        websocket.write(&bytes).await;
        assert_eq!(websocket.closed().await, Some(code), "{name}");
    }
    // Who has not offered it may not use it.
    let mut websocket = joined(&node, ("X-Offer", "none")).await;
    websocket.write(&frame(0xc1, &compress(b"40"))).await;
    assert_eq!(websocket.closed().await, Some(1002));
}
