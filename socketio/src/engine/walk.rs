//! Walk: messages are given to many peers under a lock. Tasks that have to be woken for that are noted, and woken when the
//! walk is over. Knows nothing of peers.

use std::{cell::RefCell, task::Waker};

thread_local! {
    /// The tasks to wake at the end of the walk that this thread is in, if it is in one.
    static LIST: RefCell<Option<Vec<Waker>>> = const { RefCell::new(None) };
}

/// Runs `give`, which may hold a lock: no task is woken before it has returned.
pub(crate) fn walk<R>(give: impl FnOnce() -> R) -> R {
    let _walk = Walk::begin();
    give()
}

/// While it lives, this thread wakes nobody.
struct Walk {
    /// A walk inside another one leaves the wake-ups to that.
    outermost: bool,
}

impl Walk {
    fn begin() -> Self {
        LIST.with_borrow_mut(|list| {
            let outermost = list.is_none();
            list.get_or_insert_default();
            Self { outermost }
        })
    }
}

impl Drop for Walk {
    fn drop(&mut self) {
        if !self.outermost {
            return;
        }
        // The list is taken before the first task is woken: a waker may do anything, even begin a walk.
        let wakers = LIST.take().unwrap_or_default();
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// Wakes a task, or has it woken when the walk is over.
pub(in crate::engine) fn wake(waker: Waker) {
    let now = LIST.with_borrow_mut(|list| match list {
        Some(wakers) => {
            wakers.push(waker);
            None
        }
        None => Some(waker),
    });
    if let Some(waker) = now {
        waker.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        task::Wake,
    };

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_walk_inside_of_another_ends_with_it() {
        let count = Arc::new(Count::default());
        let woken = || count.0.load(Ordering::Relaxed);

        walk(|| {
            wake(Arc::clone(&count).into());
            walk(|| wake(Arc::clone(&count).into()));
            wake(Arc::clone(&count).into());
            assert_eq!(woken(), 0);
        });

        assert_eq!(woken(), 3);
    }
}
