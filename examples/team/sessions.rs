//! Sessions: the HTTP sessions of tower-sessions in the database, so that a restart logs nobody out.

use std::{fmt, time::SystemTime};

use async_trait::async_trait;
use deadpool_sqlite::rusqlite::OptionalExtension as _;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{database::Database, login};

/// The store. Clones share the database.
#[derive(Clone)]
pub(crate) struct Sessions {
    database: Database,
}

impl Sessions {
    pub(crate) fn new(database: Database) -> Self {
        Self { database }
    }

    /// Ends all sessions of a user.
    pub(crate) async fn end(&self, user: i64) -> socketio::Result {
        let end = self
            .database
            .with(move |db| db.execute("DELETE FROM session WHERE user = ?", [user]));
        end.await?;
        Ok(())
    }

    /// Removes the sessions that have expired, and returns their number.
    pub(crate) async fn sweep(&self) -> socketio::Result<usize> {
        let now = now();
        self.database
            .with(move |db| db.execute("DELETE FROM session WHERE expires < ?", [now]))
            .await
    }

    /// Writes a session. Returns `false` if another one has its id and `replace` is not set.
    async fn write(&self, record: &Record, replace: bool) -> Result<bool> {
        let id = record.id.to_string();
        let user = record.data.get(login::USER).and_then(|user| user.as_i64());
        let expires = record.expiry_date.unix_timestamp();
        let text = serde_json::to_string(record).map_err(|e| Error::Encode(e.to_string()))?;
        let conflict = if replace { "REPLACE" } else { "IGNORE" };
        let insert = format!(
            "INSERT OR {conflict} INTO session (id, user, record, expires) VALUES (?, ?, ?, ?)"
        );
        let written = self
            .database
            .with(move |db| db.execute(&insert, (id, user, text, expires)));
        Ok(written.await.map_err(failed)? == 1)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        while !self.write(record, false).await? {
            record.id = Id::default(); // ids are random
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.write(record, true).await?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (id, now) = (id.to_string(), now());
        let query = "SELECT record FROM session WHERE id = ? AND expires >= ?";
        let found = self.database.with(move |db| {
            db.query_row(query, (id, now), |row| row.get::<_, String>("record"))
                .optional()
        });
        match found.await.map_err(failed)? {
            Some(text) => serde_json::from_str(&text)
                .map(Some)
                .map_err(|error| Error::Decode(error.to_string())),
            None => Ok(None),
        }
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let id = id.to_string();
        let delete = self
            .database
            .with(move |db| db.execute("DELETE FROM session WHERE id = ?", [id]));
        delete.await.map_err(failed)?;
        Ok(())
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn failed(error: socketio::Error) -> Error {
    Error::Backend(error.to_string())
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs().try_into().unwrap_or(i64::MAX))
}
