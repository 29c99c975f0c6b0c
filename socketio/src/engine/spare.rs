//! One spare buffer per thread, so that encoding a packet allocates nothing while it is written.
//! Taken out while in use: whoever encodes inside an encoding gets a fresh one.

use std::cell::Cell;

/// Larger buffers go back to the allocator: one big message must not pin its memory for ever.
const LARGEST: usize = 64 << 10;

thread_local! {
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// An empty buffer, usually with the capacity that the last user left.
pub(crate) fn take() -> Vec<u8> {
    SPARE.try_with(Cell::take).unwrap_or_default()
}

/// Leaves `buffer` to the next one on this thread.
pub(crate) fn give(mut buffer: Vec<u8>) {
    if buffer.capacity() <= LARGEST {
        buffer.clear();
        // While the thread ends there is no next one: the buffer is simply freed.
        let _ = SPARE.try_with(|spare| spare.set(buffer));
    }
}
