//! What the hot paths allocate, counted exactly: what they allocate with JSON, and for arguments that are sent on one
//! reference more.

use allocation_counter::measure;

use super::*;
use crate::packet::Encoded;

fn allocations(run: impl FnOnce()) -> u64 {
    measure(run).count_total
}

/// `["my event", {x: 1, y: 2}, "text", 12]`, and asks for an answer.
const INCOMING: &str = "84 a474797065 02 a36e7370 a52f63686174 a26964 07 a464617461 \
    94 a86d79206576656e74 82a17801a17902 a474657874 0c";

#[derive(Deserialize)]
struct Position {
    x: f32,
    y: f32,
}

#[test]
fn decoding_an_event_allocates_only_what_the_types_hold() {
    let incoming = bytes(INCOMING);

    let counted = allocations(|| {
        let packet = decode(&incoming).unwrap();
        let mut reader = Reader::new(packet.data, packet.attachments);
        let point: Position = reader.next("p").unwrap();
        let text: &str = reader.next("t").unwrap();
        let number: u32 = reader.next("n").unwrap();
        reader.finish().unwrap();
        assert_eq!((point.x, point.y, text, number), (1.0, 2.0, "text", 12));
    });

    assert_eq!(counted, 0);
}

#[test]
fn raw_arguments_allocate_once_and_once_more_when_they_are_sent_on() {
    let incoming = bytes(INCOMING);
    let mut came = None;
    let encode = |args: &Args| Codec::Msgpack.encode(args).unwrap();

    let counted = allocations(|| {
        let packet = decode(&incoming).unwrap();
        came = Some(args(&packet));
    });

    assert_eq!(counted, 1);
    let came = came.unwrap();
    // Now the thread has a spare buffer that is large enough.
    drop(Codec::Msgpack.encode(&"x".repeat(100)).unwrap());
    assert_eq!(allocations(|| drop::<Encoded>(encode(&came))), 1);
    assert_eq!(allocations(|| drop::<Encoded>(encode(&came))), 0);
}

#[test]
fn a_reply_allocates_nothing_and_a_message_once() {
    let mut out = Vec::with_capacity(4096);
    let reply = ("x".repeat(1024), 5);
    let mut answer = || {
        let encoded = Codec::Msgpack.encode(&reply).unwrap();
        encoded.write_ack(&mut out, "/chat", 7);
    };
    answer();
    assert_eq!(allocations(answer), 0);

    let event = || drop(Codec::Msgpack.event("/", None, "e", &reply).unwrap());
    event();
    assert_eq!(allocations(event), 1);
}
