//! Heads of values, each in its shortest form.

use crate::packet::msgpack::input::elements;

#[inline]
pub(in crate::packet::msgpack) fn write_unsigned(out: &mut Vec<u8>, number: u64) {
    let bytes = number.to_be_bytes();
    match number {
        0..=0x7f => out.push(bytes[7]),
        0x80..=0xff => out.extend_from_slice(&[0xcc, bytes[7]]),
        0x100..=0xffff => write(out, 0xcd, &bytes[6..]),
        0x1_0000..=0xffff_ffff => write(out, 0xce, &bytes[4..]),
        _ => write(out, 0xcf, &bytes),
    }
}

#[inline]
pub(super) fn write_signed(out: &mut Vec<u8>, number: i64) {
    let bytes = number.to_be_bytes();
    match number {
        0.. => write_unsigned(out, number.unsigned_abs()),
        -0x20..=-1 => out.push(bytes[7]),
        -0x80..=-0x21 => out.extend_from_slice(&[0xd0, bytes[7]]),
        -0x8000..=-0x81 => write(out, 0xd1, &bytes[6..]),
        -0x8000_0000..=-0x8001 => write(out, 0xd2, &bytes[4..]),
        _ => write(out, 0xd3, &bytes),
    }
}

#[inline]
pub(in crate::packet::msgpack) fn write_text(out: &mut Vec<u8>, text: &str) {
    match text.len() {
        length @ 0..=0x1f => out.push(0xa0 | low_byte(length)),
        length => write_length(out, [0xd9, 0xda, 0xdb], length),
    }
    out.extend_from_slice(text.as_bytes());
}

pub(super) fn write_binary(out: &mut Vec<u8>, bytes: &[u8]) {
    write_length(out, [0xc4, 0xc5, 0xc6], bytes.len());
    out.extend_from_slice(bytes);
}

/// An extension: five lengths have heads of their own. Of type 0 these are undefined and dates, and the others are array
/// buffers.
pub(super) fn write_extension(out: &mut Vec<u8>, kind: i8, bytes: &[u8]) {
    match bytes.len() {
        length @ (1 | 2 | 4 | 8 | 16) => out.push(0xd4 + low_byte(length.ilog2() as usize)),
        length => write_length(out, [0xc7, 0xc8, 0xc9], length),
    }
    out.extend_from_slice(&kind.to_be_bytes());
    out.extend_from_slice(bytes);
}

#[inline]
pub(in crate::packet::msgpack) fn write_array(out: &mut Vec<u8>, length: usize) {
    match length {
        0..=0x0f => out.push(0x90 | low_byte(length)),
        _ => write_length(out, [0xdc, 0xdc, 0xdd], length),
    }
}

/// How many bytes [`write_array`] writes.
pub(in crate::packet::msgpack) fn size_of_array_head(length: usize) -> usize {
    match length {
        0..=0x0f => 1,
        0x10..=0xffff => 3,
        _ => 5,
    }
}

/// Counts one more value into the array that begins at `start`.
#[inline]
pub(in crate::packet::msgpack) fn extend_array(out: &mut Vec<u8>, start: usize) {
    let (length, _) = elements(&out[start..]);
    if length < 0x0f {
        out[start] += 1;
        return;
    }
    let mut head = Vec::new();
    write_array(&mut head, length + 1);
    out.splice(start..start + size_of_array_head(length), head);
}

#[inline]
pub(in crate::packet::msgpack) fn write_map(out: &mut Vec<u8>, length: usize) {
    match length {
        0..=0x0f => out.push(0x80 | low_byte(length)),
        _ => write_length(out, [0xde, 0xde, 0xdf], length),
    }
}

/// Writes a length in 1, 2 or 4 bytes behind the mark for that size. Where the first two marks are one, there is none for
/// a single byte.
fn write_length(out: &mut Vec<u8>, marks: [u8; 3], length: usize) {
    let bytes = (length as u64).to_be_bytes();
    match length {
        0..=0xff if marks[0] != marks[1] => out.extend_from_slice(&[marks[0], bytes[7]]),
        0..=0xffff => write(out, marks[1], &bytes[6..]),
        // What is longer than 4 GiB cannot be sent anyway.
        _ => write(out, marks[2], &bytes[4..]),
    }
}

fn write(out: &mut Vec<u8>, mark: u8, bytes: &[u8]) {
    out.push(mark);
    out.extend_from_slice(bytes);
}

/// A number that is known to fit.
#[expect(clippy::cast_possible_truncation, reason = "the caller has checked it")]
fn low_byte(number: usize) -> u8 {
    number as u8
}
