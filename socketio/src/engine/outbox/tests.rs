use super::*;
use crate::engine::format::message::Draft;

fn message(text: &str, attachments: &[&'static [u8]]) -> Item {
    let mut draft = Draft::new(Form::Text);
    draft.buffer().extend_from_slice(text.as_bytes());
    Item::Message(
        draft.finish(
            attachments
                .iter()
                .map(|bytes| Bytes::from_static(bytes))
                .collect(),
        ),
    )
}

/// What a WebSocket carries when `step` bytes can be written at a time.
fn drained(outbox: &mut Outbox, step: usize) -> Vec<u8> {
    let (mut scratch, mut wire) = (Vec::new(), Vec::new());
    loop {
        let stretch = outbox.stretch(&mut scratch);
        if stretch.is_empty() {
            return wire;
        }
        let count = stretch.len().min(step);
        wire.extend_from_slice(&stretch[..count]);
        outbox.written(count);
    }
}

fn sample() -> Outbox {
    static BIG: [u8; LARGE * 3] = [7; LARGE * 3];
    let mut outbox = Outbox::default();
    outbox.push(Item::Packet(Bytes::from_static(b"2")));
    outbox.push(message("2[\"a\"]", &[b"one", &BIG]));
    outbox.push(Item::Frames(Bytes::from_static(b"\x81\x013")));
    outbox.push(message("2[\"b\"]", &[]));
    outbox
}

#[test]
fn the_wire_is_the_same_however_little_can_be_written_at_once() {
    let whole = drained(&mut sample(), usize::MAX);

    assert!(whole.starts_with(b"\x81\x012\x81\x0742[\"a\"]\x82\x03one\x82\x7e"));
    assert!(whole.ends_with(b"2[\"b\"]"));
    for step in [1, 2, 3, 7, 100, LARGE, LARGE + 1] {
        assert_eq!(drained(&mut sample(), step), whole, "step {step}");
    }
}

#[test]
fn attachments_follow_their_text_as_binary_frames() {
    let mut outbox = Outbox::default();
    outbox.push(message("51-[\"a\"]", &[b"one"]));

    assert_eq!(
        drained(&mut outbox, usize::MAX),
        b"\x81\x09451-[\"a\"]\x82\x03one"
    );
}

#[test]
fn what_waits_is_counted_until_it_is_out() {
    let mut outbox = sample();
    assert_eq!(outbox.len(), 4);
    assert!(outbox.bytes() > LARGE * 3);

    drained(&mut outbox, 100);

    assert_eq!(
        (outbox.len(), outbox.bytes(), outbox.is_empty()),
        (0, 0, true)
    );
}

#[test]
fn what_was_taken_out_and_not_written_comes_first_again() {
    let mut outbox = Outbox::default();
    outbox.push(message("first", &[]));
    outbox.push(message("second", &[]));
    let mut batch = outbox.take();
    batch.written(3);
    outbox.push(message("third", &[]));

    outbox.put_back(batch);

    // Three bytes of the first frame are out: its header and the engine's type byte.
    assert_eq!(
        drained(&mut outbox, usize::MAX),
        b"first\x81\x074second\x81\x064third"
    );
}

#[test]
fn a_burst_leaves_no_room_behind() {
    let mut outbox = Outbox::default();
    for _ in 0..100 {
        outbox.push(message("x", &[]));
    }
    let mut batch = outbox.take();
    drained(&mut batch, usize::MAX);

    outbox.put_back(batch);

    assert!(outbox.more.capacity() <= KEEP);
}

#[test]
fn what_is_half_out_stays_half_out_when_nothing_is_put_back() {
    let mut outbox = Outbox::default();
    outbox.push(message("first", &[]));
    outbox.push(message("second", &[]));
    outbox.written(4);

    outbox.put_back(Outbox::default());

    assert_eq!(drained(&mut outbox, usize::MAX), b"irst\x81\x074second");
}
