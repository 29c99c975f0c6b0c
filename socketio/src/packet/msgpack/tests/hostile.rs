//! Whatever comes, the answer is a packet or an error: no panic, no deep recursion, nothing allocated that is only claimed.

use super::*;
use crate::packet::fuzz::msgpack;

/// A small generator with a fixed seed: failures repeat.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.next(256)).unwrap()
    }
}

/// An event with one argument.
fn event(argument: &[u8]) -> Vec<u8> {
    [
        &bytes("83 a474797065 02 a36e7370 a12f a464617461 92 a165"),
        argument,
    ]
    .concat()
}

#[test]
fn no_bytes_make_it_panic() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20_000 {
        let mut wire = bytes(ROWS[random.next(ROWS.len())].wire);
        for _ in 0..=random.next(4) {
            let at = random.next(wire.len());
            match random.next(3) {
                0 => wire[at] = random.byte(),
                1 => wire.truncate(at + 1),
                _ => wire.insert(at, random.byte()),
            }
        }
        msgpack(&wire);
    }
    for _ in 0..20_000 {
        let argument: Vec<u8> = (0..random.next(12)).map(|_| random.byte()).collect();
        msgpack(&event(&argument));
    }
}

#[test]
fn a_length_that_is_only_claimed_is_refused() {
    for claim in [
        "ddffffffff",
        "dfffffffff",
        "dbffffffff",
        "c6ffffffff",
        "c9ffffffff00",
        "dcffff",
        "deffff",
        "daffff",
    ] {
        let wire = event(&bytes(claim));
        let allocated = allocation_counter::measure(|| {
            assert!(decode(&wire).is_err(), "{claim}");
        });
        assert_eq!(allocated.count_total, 0, "{claim}");
    }
}

#[test]
fn a_bomb_of_nested_arrays_does_no_harm() {
    let levels = 100_000;
    for (open, close) in [(&[0x91][..], &[][..]), (&[0x81, 0xa1, b'a'], &[])] {
        let bomb = [&open.repeat(levels), &[1][..], close].concat();
        msgpack(&event(&bomb));
        msgpack(&event(&open.repeat(levels)));
        let wire = event(&bomb);
        let packet = decode(&wire).unwrap();
        assert!(args(&packet).get::<Value>(0).is_err());
        assert_eq!(args(&packet).len(), 1);
        // What nobody reads into types goes as it came.
        assert!(Codec::Msgpack.event("/", None, "e", &args(&packet)).is_ok());
    }
}

#[test]
fn a_hundred_levels_are_fine() {
    let wire = event(&[&[0x91].repeat(100)[..], &[1]].concat());
    let packet = decode(&wire).unwrap();
    let args = args(&packet);
    assert!(args.get::<Value>(0).is_ok());
    assert_eq!(
        args.to_json(),
        format!("[{}1{}]", "[".repeat(100), "]".repeat(100))
    );
}
