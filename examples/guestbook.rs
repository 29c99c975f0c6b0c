//! A namespace that is an object, and the object holds a database pool: a guest book in SQLite. A page of plain HTTP
//! uses the same pool.
//!
//! `cargo run --example guestbook`, with the file of the database if it is to last, then open <http://127.0.0.1:5000>, in two tabs.

use std::{env, path::PathBuf};

use axum::{Json, Router, extract::State, http::StatusCode, response::Html, routing::get};
use deadpool_sqlite::{
    Config, Pool, Runtime,
    rusqlite::{self, Connection, Row},
};
use serde::Serialize;
use socketio::{Event, SocketIo, emit, namespace};

/// How many entries a page of the book has.
const PAGE: u32 = 10;

/// One entry, as every client gets it.
#[derive(Serialize, Event)]
#[event("signed", namespace = "/book")]
struct Entry {
    id: i64,
    name: String,
    text: String,
}

impl Entry {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (id, name, text) = (row.get("id")?, row.get("name")?, row.get("text")?);
        Ok(Self { id, name, text })
    }
}

/// The book. Cloning it is cheap: all clones share the pool.
#[derive(Clone)]
pub(crate) struct Book {
    pool: Pool,
}

#[namespace("/book")]
impl Book {
    /// Whoever opens the book sees what was written last.
    #[on("connect")]
    async fn open(&self) -> socketio::Result {
        let entries = self.before(i64::MAX).await?;
        emit("entries", entries).await?;
        Ok(())
    }

    /// Signs the book: the others see it at once, and the client is told the number of its entry.
    #[event]
    async fn sign(&self, name: String, text: String) -> socketio::Result<i64> {
        let entry = self.add(name, text).await?;
        entry.emit().broadcast().include_self(false).await?;
        Ok(entry.id)
    }

    /// Turns the page: what was written before an entry.
    #[event]
    async fn earlier(&self, than: i64) -> socketio::Result<Vec<Entry>> {
        self.before(than).await
    }
}

impl Book {
    /// Opens the book in this file, over as many connections as the pool may have.
    pub(crate) async fn new(
        file: impl Into<PathBuf>,
        connections: usize,
    ) -> socketio::Result<Self> {
        let pool = Config::new(file).builder(Runtime::Tokio1)?;
        let pool = pool.max_size(connections).build()?;
        let book = Self { pool };
        book.with(|db| {
            db.execute_batch(
                "CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL)",
            )
        })
        .await?;
        Ok(book)
    }

    async fn add(&self, name: String, text: String) -> socketio::Result<Entry> {
        self.with(move |db| {
            db.execute(
                "INSERT INTO entry (name, text) VALUES (?, ?)",
                (&name, &text),
            )?;
            let id = db.last_insert_rowid();
            Ok(Entry { id, name, text })
        })
        .await
    }

    async fn before(&self, id: i64) -> socketio::Result<Vec<Entry>> {
        self.with(move |db| {
            db.prepare_cached("SELECT * FROM entry WHERE id < ? ORDER BY id DESC LIMIT ?")?
                .query_map((id, PAGE), Entry::read)?
                .collect()
        })
        .await
    }

    /// Works with a connection of the pool, on a thread that may be blocked.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> socketio::Result<T> {
        let connection = self.pool.get().await?;
        let done = connection.interact(work).await;
        Ok(done.map_err(|error| error.to_string())??)
    }
}

async fn entries(State(book): State<Book>) -> Result<Json<Vec<Entry>>, StatusCode> {
    let entries = book.before(i64::MAX).await;
    entries
        .map(Json)
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// The pages beside the book.
pub(crate) fn pages(book: Book) -> Router {
    Router::new()
        .route("/", get(async || Html(include_str!("html/guestbook.html"))))
        .route("/entries", get(entries))
        .with_state(book)
}

/// The server in which the book lies.
pub(crate) fn server(book: Book) -> SocketIo {
    let builder = SocketIo::builder().namespace(book);
    builder.build().expect("one namespace clashes with nothing")
}

#[tokio::main]
async fn main() -> socketio::Result {
    let file = env::args_os().nth(1).map(PathBuf::from);
    let file = file.unwrap_or_else(|| env::temp_dir().join("guestbook.sqlite"));
    let book = Book::new(file, 4).await?;
    server(book.clone())
        .run(pages(book), "127.0.0.1:5000")
        .await
}
