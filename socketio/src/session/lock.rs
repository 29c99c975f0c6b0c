//! Lock: the mutex around a session's value. A closure that would wait for itself panics instead, and so does one that
//! waits too long for a second session while it has a first: two of them could wait for each other for ever, and each
//! would block a thread of the runtime.

use std::{
    cell::RefCell,
    fmt,
    ops::{Deref, DerefMut},
    panic::Location,
    ptr,
    time::Duration,
};

use parking_lot::{Mutex, MutexGuard};

/// How long a closure that has one session waits for another.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

thread_local! {
    /// The sessions that closures on this thread have, the innermost last.
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
}

struct Held {
    /// The address of the session's lock.
    lock: usize,
    /// Where the program asked for it.
    place: &'static Location<'static>,
}

pub(super) struct Lock<T>(Mutex<T>);

impl<T> Lock<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Waits for the value.
    ///
    /// # Panics
    ///
    /// This thread has the value already, or it has another session and waited too long for this one.
    #[track_caller]
    pub(super) fn lock(&self) -> Guard<'_, T> {
        let place = Location::caller();
        let entry = Entry::push(ptr::from_ref(self).addr(), place);
        let value = match entry.outer {
            None => self.0.lock(),
            Some(outer) => match self.0.try_lock_for(LONGEST_WAIT) {
                Some(value) => value,
                None => waited_too_long(outer),
            },
        };
        Guard {
            value,
            _entry: entry,
        }
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

/// The value, as long as it is locked.
pub(super) struct Guard<'a, T> {
    // Unlocked before the entry is taken out.
    value: MutexGuard<'a, T>,
    _entry: Entry,
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// This thread's newest entry in `HELD`; taken out when dropped.
struct Entry {
    /// Where the program asked for the session that this thread has besides.
    outer: Option<&'static Location<'static>>,
}

impl Entry {
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

impl Drop for Entry {
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
