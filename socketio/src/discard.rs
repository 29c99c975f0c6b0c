//! Discard: drops a value of the program. Its destructor may panic, and must take nothing else along.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Drops a value of the program. A panic of its destructor ends here; the panic hook has reported it.
pub(crate) fn discard<T>(value: T) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        // The destructor of what it panicked with could panic as well.
        mem::forget(panic);
    }
}
