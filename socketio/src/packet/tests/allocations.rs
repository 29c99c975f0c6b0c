//! What the hot paths allocate, counted exactly.

use allocation_counter::measure;

use super::{decode, text};
use crate::packet::{
    Binary, Reader,
    json::{Encoded, ack, event, write_ack},
};

fn allocations(run: impl FnOnce()) -> u64 {
    measure(run).count_total
}

#[test]
fn decoding_an_event_allocates_only_what_the_types_hold() {
    let incoming = r#"2/chat,7["my event",{"x":1,"y":2},"text without escapes",12]"#;

    let counted = allocations(|| {
        let packet = decode(incoming);
        let mut reader = Reader::new(packet.data, packet.attachments);
        let point: super::arguments::Position = reader.next("p").unwrap();
        let text: &str = reader.next("t").unwrap();
        let number: u32 = reader.next("n").unwrap();
        reader.finish().unwrap();
        assert_eq!((point.x, text.len(), number), (1.0, 20, 12));
    });

    assert_eq!(counted, 0);
}

#[test]
fn raw_arguments_allocate_once() {
    let incoming = r#"27["echo","text without escapes",{"x":1},12]"#;

    let counted = allocations(|| {
        let packet = decode(incoming);
        let args = Reader::new(packet.data, packet.attachments).rest();
        assert_eq!(args.unwrap().to_json().len(), 35);
    });

    assert_eq!(counted, 1);
}

#[test]
fn a_reply_allocates_nothing() {
    let mut out = Vec::with_capacity(4096);
    let reply = ("x".repeat(1024), 5);
    let mut answer = || write_ack(&mut out, "/chat", 7, &Encoded::new(&reply).unwrap());
    answer(); // now the thread has a spare buffer

    assert_eq!(allocations(answer), 0);
}

#[test]
fn a_message_allocates_once_however_long_it_is() {
    let body = "x".repeat(4000);
    drop(event("/", None, "warm", &body).unwrap());

    assert_eq!(
        allocations(|| drop(event("/", None, "e", &body).unwrap())),
        1
    );
    assert_eq!(allocations(|| drop(ack("/", 1, &(1, 2)).unwrap())), 1);
}

#[test]
fn an_attachment_is_passed_along_without_a_copy() {
    let bytes = Binary::from(vec![7; 4000]);
    drop(event("/", None, "warm", &bytes).unwrap());

    let counted = measure(|| drop(event("/", None, "e", &bytes).unwrap()));

    // 1 and 2: the list of attachments, boxed. 3: how many there are, as digits. 4: the text. 5: the list as clones
    // share it.
    assert_eq!(counted.count_total, 5);
    assert!(counted.bytes_total < 1000, "{}", counted.bytes_total);
}

#[test]
fn a_packet_with_attachments_is_checked_without_building_a_tree() {
    let numbers = vec!["1"; 500_000].join(",");
    let incoming = format!(r#"51-["x",{{"_placeholder":true,"num":0}},[{numbers}]]"#);

    let counted = measure(|| {
        let owned = super::decode_binary(&incoming, &[b"zero"]);
        assert_eq!(owned.packet().attachments.len(), 1);
    });

    // The text is kept until its attachments are there; 1: that text. 2: the packet that waits. 3: its attachments.
    assert_eq!(counted.count_total, 3);
    assert!(
        counted.bytes_total < incoming.len() as u64 + 1000,
        "{}",
        counted.bytes_total
    );
}

#[test]
fn clones_of_a_message_share_it() {
    let message = event("/", None, "e", &1).unwrap();
    let first = message.clone(); // the reference count itself

    let counted = allocations(|| {
        for _ in 0..1000 {
            assert_eq!(text(&first.clone()).len(), text(&message).len());
        }
    });

    assert_eq!(counted, 0);
}
