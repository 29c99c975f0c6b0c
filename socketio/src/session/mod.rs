//! Session: what handlers remember about one client in one namespace, by type. Knows neither sockets nor handlers.

mod profile;
mod sessions;

use std::{fmt, sync::Arc};

use parking_lot::Mutex;

pub(crate) use self::profile::Profile;
use self::sessions::Sessions;

/// What the handlers of a namespace remember about one client: a value of type `T`, there from its connect handler to its
/// disconnect handler.
///
/// As a parameter it begins with `T::default()`, and whoever takes it for the same client sees the same value; a client
/// may have one of each type. Another namespace of the same client has its own. It is dropped when the disconnect handler
/// is done. Elsewhere it comes from [`Socket::session`](crate::Socket::session) and [`Io::session`](crate::Io::session).
///
/// It is read and changed in a closure, so it cannot be held while something is awaited. Such a closure must not use the
/// same session again: it would wait for itself.
///
/// ```
/// use socketio::{Session, emit, on};
///
/// #[derive(serde::Deserialize)]
/// struct Login {
///     name: String,
/// }
///
/// #[derive(Default)]
/// struct Player {
///     name: String,
///     points: u32,
/// }
///
/// #[on("connect")]
/// async fn connect(login: Login, player: Session<Player>) {
///     player.with(|player| player.name = login.name);
/// }
///
/// #[on("score")]
/// async fn score(points: u32, player: Session<Player>) -> socketio::Result<u32> {
///     let (name, total) = player.with(|player| {
///         player.points += points;
///         (player.name.clone(), player.points)
///     });
///     emit("scored", (name, total)).broadcast().await?;
///     Ok(total)
/// }
/// ```
pub struct Session<T>(Arc<Mutex<T>>);

impl<T> Session<T> {
    /// A session to call a handler with, in a test of it.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Mutex::new(value)))
    }

    /// Reads or changes the value.
    pub fn with<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.0.lock())
    }

    /// A copy of the value.
    #[must_use]
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.0.lock().clone()
    }

    /// Sets the value.
    pub fn set(&self, value: T) {
        // What was there is dropped after the lock.
        let _before = std::mem::replace(&mut *self.0.lock(), value);
    }

    /// Takes the value and leaves the default.
    #[must_use]
    pub fn take(&self) -> T
    where
        T: Default,
    {
        let default = T::default();
        std::mem::replace(&mut *self.0.lock(), default)
    }
}

impl<T> Clone for Session<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Default> Default for Session<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Session<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("Session");
        match self.0.try_lock() {
            Some(value) => tuple.field(&*value).finish(),
            None => tuple.finish_non_exhaustive(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_are_the_same_session() {
        let session = Session::new(1);
        let other = session.clone();

        other.with(|value| *value += 1);
        assert_eq!(session.get(), 2);
        session.set(5);
        assert_eq!((other.take(), session.get()), (5, 0));
    }
}
