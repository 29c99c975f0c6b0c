//! Sessions: all sessions of one client in one namespace, one for each type.

use std::any::Any;

use parking_lot::Mutex;

use super::Session;
use crate::discard::discard;

/// The sessions of one client in one namespace.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    // There are few, and a short list is searched faster than a map.
    sessions: Vec<Box<dyn Any + Send + Sync>>,
    ended: bool,
}

impl Kept {
    fn find<T: Send + 'static>(&self) -> Option<Session<T>> {
        self.sessions
            .iter()
            .find_map(|session| session.downcast_ref())
            .cloned()
    }
}

impl Sessions {
    /// The session of this type. If there is none, it is made with the default value. After [`end`](Self::end) a new session
    /// is made at each call and not kept.
    pub(crate) fn get<T: Default + Send + 'static>(&self) -> Session<T> {
        if let Some(session) = self.0.lock().find() {
            return session;
        }
        // `T::default` is the program's code, so it runs outside of the lock.
        let new = Session::<T>::default();
        let mut kept = self.0.lock();
        if let Some(session) = kept.find() {
            return session;
        }
        if !kept.ended {
            kept.sessions.push(Box::new(new.clone()));
        }
        new
    }

    /// The session of this type, if there is one.
    pub(crate) fn peek<T: Send + 'static>(&self) -> Option<Session<T>> {
        self.0.lock().find()
    }

    /// Drops all sessions.
    pub(crate) fn end(&self) {
        let mut kept = self.0.lock();
        kept.ended = true;
        let sessions = std::mem::take(&mut kept.sessions);
        // The values have destructors of the program. They run outside of the lock, and `discard` catches their panics.
        drop(kept);
        sessions.into_iter().for_each(discard);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn each_type_has_a_session_of_its_own() {
        let sessions = Sessions::default();

        sessions.get::<u8>().set(1);
        sessions.get::<String>().set("a".to_owned());

        assert_eq!(
            (sessions.get::<u8>().get(), sessions.get::<String>().get()),
            (1, "a".to_owned())
        );
    }

    #[test]
    fn the_end_drops_what_was_kept_and_keeps_nothing_more() {
        let sessions = Sessions::default();
        let value = Arc::new(());
        sessions.get::<Arc<()>>().set(Arc::clone(&value));
        assert_eq!(Arc::strong_count(&value), 2);

        sessions.end();

        assert_eq!(Arc::strong_count(&value), 1);
        sessions.get::<u8>().set(1);
        assert_eq!(sessions.get::<u8>().get(), 0);
    }

    #[test]
    fn a_value_that_panics_when_it_is_dropped_stops_nothing() {
        #[derive(Default)]
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("the destructor of a session");
            }
        }
        let sessions = Sessions::default();
        let value = Arc::new(());
        let _ = sessions.get::<Bomb>();
        sessions.get::<Arc<()>>().set(Arc::clone(&value));

        sessions.end();

        assert_eq!(Arc::strong_count(&value), 1);
    }
}
