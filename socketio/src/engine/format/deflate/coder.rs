//! Compressor and decompressor: each thread has one of both, made when it is first needed.

use std::cell::Cell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use crate::engine::format::frame::Violation;

/// What ends a flushed block, and is left out of each message (section 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

thread_local! {
    static COMPRESSOR: Cell<Option<Box<Compress>>> = const { Cell::new(None) };
    static DECOMPRESSOR: Cell<Option<Box<Decompress>>> = const { Cell::new(None) };
}

/// The message compressed, or `None` if it would not get shorter.
pub(super) fn compress(message: &[u8]) -> Option<Vec<u8>> {
    let mut compressor = COMPRESSOR.take().unwrap_or_else(|| {
        // The fastest: a message is read once.
        Box::new(Compress::new(Compression::fast(), false))
    });
    let mut out = Vec::with_capacity(message.len());
    let status = compressor.compress_vec(message, &mut out, FlushCompress::Sync);
    let complete = compressor.total_in() == message.len() as u64 && out.len() < out.capacity();
    compressor.reset();
    COMPRESSOR.set(Some(compressor));
    if status.is_err() || !complete || !out.ends_with(&TAIL) {
        return None;
    }
    out.truncate(out.len() - TAIL.len());
    Some(out)
}

/// The message that was compressed, which may be of `max` bytes at most. Bounded work: what is beyond that is not made.
///
/// # Errors
///
/// The bytes are no compressed data, or too many.
pub(in crate::engine) fn decompress(compressed: &[u8], max: usize) -> Result<Vec<u8>, Violation> {
    let mut decompressor = DECOMPRESSOR
        .take()
        .unwrap_or_else(|| Box::new(Decompress::new(false)));
    decompressor.reset(false);
    let mut out = Vec::new();
    let result = inflate(&mut decompressor, compressed, &mut out, max)
        .and_then(|()| inflate(&mut decompressor, &TAIL, &mut out, max));
    DECOMPRESSOR.set(Some(decompressor));
    result.map(|()| out)
}

fn inflate(
    decompressor: &mut Decompress,
    mut input: &[u8],
    out: &mut Vec<u8>,
    max: usize,
) -> Result<(), Violation> {
    loop {
        if out.len() == out.capacity() {
            // One byte more than may come shows that there are too many.
            let room = out.len().max(input.len() * 2).max(256);
            out.reserve_exact(room.min(max + 1 - out.len()));
        }
        let before = (decompressor.total_in(), out.len());
        let status = decompressor
            .decompress_vec(input, out, FlushDecompress::Sync)
            .map_err(|_| Violation::Compression)?;
        let read = decompressor.total_in() - before.0;
        input = usize::try_from(read)
            .ok()
            .and_then(|read| input.get(read..))
            .ok_or(Violation::Compression)?;
        if out.len() > max {
            return Err(Violation::TooBig);
        }
        match status {
            // A last block may be followed by others (section 7.2.3.4).
            Status::StreamEnd => decompressor.reset(false),
            _ if out.len() == out.capacity() => continue,
            _ if read == 0 && out.len() == before.1 && !input.is_empty() => {
                return Err(Violation::Compression);
            }
            _ => {}
        }
        if input.is_empty() {
            return Ok(());
        }
    }
}
