//! Lock: the mutex around a session's value.
//!
//! Locking panics instead of waiting for ever. A closure that locks its own session again would wait for itself. A closure
//! that has one session and waits for another may be part of a deadlock, because another closure may hold that one and wait
//! for the first; so it panics after a second. Each would block a thread of the runtime otherwise.

use std::{
    cell::RefCell,
    fmt,
    ops::{Deref, DerefMut},
    panic::Location,
    ptr,
    time::Duration,
};

use parking_lot::{Mutex, MutexGuard};

/// How long a closure that has locked one session waits for another.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

thread_local! {
    /// The sessions that closures on this thread have locked, the innermost last.
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
}

/// A session that this thread has locked.
struct Held {
    /// The address of the session's lock.
    lock: usize,
    /// The place in the program that locked it.
    place: &'static Location<'static>,
}

/// A mutex whose `lock` panics where it would wait for ever.
pub(super) struct Lock<T>(Mutex<T>);

impl<T> Lock<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Locks the value, and waits for it if another thread has it.
    ///
    /// # Panics
    ///
    /// This thread has locked the value already, or it has locked another session and waited too long for this one.
    #[track_caller]
    pub(super) fn lock(&self) -> Locked<'_, T> {
        let place = Location::caller();
        let note = HeldNote::push(ptr::from_ref(self).addr(), place);
        let value = match note.outer {
            None => self.0.lock(),
            Some(outer) => match self.0.try_lock_for(LONGEST_WAIT) {
                Some(value) => value,
                None => waited_too_long(outer),
            },
        };
        Locked { value, _note: note }
    }
}

impl<T: fmt::Debug> fmt::Debug for Lock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("Session");
        match self.0.try_lock() {
            Some(value) => tuple.field(&*value).finish(),
            None => tuple.finish_non_exhaustive(),
        }
    }
}

/// The locked value. Dropping it unlocks.
pub(super) struct Locked<'a, T> {
    // The order of the fields matters: the value is unlocked first, and then taken out of `HELD`.
    value: MutexGuard<'a, T>,
    _note: HeldNote,
}

impl<T> Deref for Locked<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Locked<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// This thread's newest element of `HELD`, which is removed when this is dropped.
struct HeldNote {
    /// The place that locked the session which this thread had locked before, if it had.
    outer: Option<&'static Location<'static>>,
}

impl HeldNote {
    #[track_caller]
    fn push(lock: usize, place: &'static Location<'static>) -> Self {
        let same = HELD.with_borrow_mut(|held| {
            let outer = held.last().map(|outer| outer.place);
            if let Some(same) = held.iter().find(|held| held.lock == lock) {
                return Err(same.place);
            }
            held.push(Held { lock, place });
            Ok(Self { outer })
        });
        same.unwrap_or_else(|place| used_inside_itself(place))
    }
}

impl Drop for HeldNote {
    fn drop(&mut self) {
        HELD.with_borrow_mut(Vec::pop);
    }
}

#[cold]
#[track_caller]
fn used_inside_itself(outer: &Location<'_>) -> ! {
    panic!(
        "a session is used again inside the closure that has it, from {outer}: use the value that the closure was given"
    )
}

#[cold]
#[track_caller]
fn waited_too_long(outer: &Location<'_>) -> ! {
    panic!(
        "waited {LONGEST_WAIT:?} for a session inside the closure that has another, from {outer}: if two closures wait for \
         each other, neither ends; copy what is needed out of the one before the other is used"
    )
}
