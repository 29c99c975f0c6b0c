//! Session: what handlers remember about one client in one namespace, by type. Knows neither sockets nor handlers.

mod lock;
mod sessions;

use std::{fmt, mem, sync::Arc};

use self::lock::Lock;
pub(crate) use self::sessions::Sessions;

/// What the handlers of a namespace remember about one client: a value of type `T`, from its connect handler to its
/// disconnect handler.
///
/// A handler takes it as a parameter. The value begins as `T::default()`, and every handler of this client in this namespace
/// gets the same value. A client has one value of each type in each namespace. The values are dropped when the disconnect
/// handler has finished. Outside of handlers, [`Socket::session`](crate::Socket::session) and
/// [`Io::session`](crate::Io::session) give a session.
///
/// The value is read and changed in a closure, so that it cannot stay locked across an `.await`.
///
/// # Panics
///
/// Each method locks the value for a moment. Inside the closure of [`with`](Self::with) of the same session it panics,
/// because it would wait for itself. Inside the closure of another session it waits for one second at most and then panics,
/// because two such closures may wait for each other. The panic names both places; in a handler it is caught like any other.
/// If a closure panics, the value is unlocked and stays as it was at that moment.
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
pub struct Session<T>(Arc<Lock<T>>);

impl<T> Session<T> {
    /// A session with this value that belongs to no client, so that a test can call a handler with it.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Arc::new(Lock::new(value)))
    }

    /// Reads or changes the value.
    ///
    /// # Panics
    ///
    /// Inside a closure of the same session, and inside one of another session after a second of waiting; see [`Session`].
    #[track_caller]
    pub fn with<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.0.lock())
    }

    /// A copy of the value.
    ///
    /// # Panics
    ///
    /// As [`with`](Self::with).
    #[must_use]
    #[track_caller]
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.0.lock().clone()
    }

    /// Sets the value.
    ///
    /// # Panics
    ///
    /// As [`with`](Self::with).
    #[track_caller]
    pub fn set(&self, value: T) {
        drop(self.replace(value));
    }

    /// Sets the value and returns the old one.
    ///
    /// # Panics
    ///
    /// As [`with`](Self::with).
    #[must_use = "use `set` if the old value is not needed"]
    #[track_caller]
    pub fn replace(&self, value: T) -> T {
        mem::replace(&mut *self.0.lock(), value)
    }

    /// Returns the value and sets it to the default.
    ///
    /// # Panics
    ///
    /// As [`with`](Self::with).
    #[must_use]
    #[track_caller]
    pub fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
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

impl<T> From<T> for Session<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: fmt::Debug> fmt::Debug for Session<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests;
