//! Database: a pool of SQLite connections, and the schema.

use std::path::Path;

use deadpool_sqlite::{
    Config, Pool, Runtime,
    rusqlite::{self, Connection},
};

const CONNECTIONS: usize = 4;

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS user (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT NOT NULL, lead INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS session (
        id TEXT PRIMARY KEY, user INTEGER, record TEXT NOT NULL, expires INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS line (
        id INTEGER PRIMARY KEY, author TEXT NOT NULL, text TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS task (
        id INTEGER PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0
    );
";

/// The database. Clones share the pool.
#[derive(Clone)]
pub(crate) struct Database {
    pool: Pool,
}

impl Database {
    /// Opens the database in this file, and creates it if it does not exist.
    pub(crate) async fn open(file: &Path) -> socketio::Result<Self> {
        let pool = Config::new(file).builder(Runtime::Tokio1)?;
        let database = Self {
            pool: pool.max_size(CONNECTIONS).build()?,
        };
        database.with(|db| db.execute_batch(SCHEMA)).await?;
        Ok(database)
    }

    /// Runs `work` with a connection, on a thread where it may block.
    pub(crate) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> socketio::Result<T> {
        let connection = self.pool.get().await?;
        let done = connection.interact(work).await;
        Ok(done.map_err(|error| error.to_string())??)
    }

    /// Deletes the row with this id. The result is false if there is none.
    pub(crate) async fn delete(&self, table: &'static str, id: i64) -> socketio::Result<bool> {
        let delete = format!("DELETE FROM {table} WHERE id = ?");
        let rows = self.with(move |db| db.execute(&delete, [id])).await?;
        Ok(rows == 1)
    }

    /// Closes the connections that nobody uses any more.
    pub(crate) fn close(&self) {
        self.pool.close();
    }
}
