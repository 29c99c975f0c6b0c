//! One spare buffer per thread, so that encoding a packet allocates nothing while it is written.
//! It is taken out while it is in use, so an encoding inside another one gets a fresh buffer.

use std::cell::Cell;

/// Larger buffers are freed: one big message must not occupy its memory for ever.
const LARGEST: usize = 64 << 10;

thread_local! {
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// An empty buffer, usually with the capacity that the last user left.
pub(crate) fn take() -> Vec<u8> {
    SPARE.try_with(Cell::take).unwrap_or_default()
}

/// Keeps `buffer` for the next encoding on this thread.
pub(crate) fn give(mut buffer: Vec<u8>) {
    if buffer.capacity() <= LARGEST {
        buffer.clear();
        // While the thread ends there is no next encoding, and the buffer is freed.
        let _ = SPARE.try_with(|spare| spare.set(buffer));
    }
}
