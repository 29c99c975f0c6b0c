//! A guest book in SQLite: a namespace that is an object, and the object holds the database pool. A handler of plain HTTP,
//! `GET /entries`, uses the same pool.
//!
//! `cargo run --example guestbook`, then open <http://127.0.0.1:5000> in two tabs. The first argument is the file of the
//! database; without one it is a file in the folder for temporary files.

use std::{env, path::PathBuf};

use axum::{Json, Router, extract::State, http::StatusCode, response::Html, routing::get};
use deadpool_sqlite::{
    Config, Pool, Runtime,
    rusqlite::{self, Connection, Row},
};
use serde::Serialize;
use socketio::{ClientJs, Event, SocketIo, emit, namespace};

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

/// Some entries, the newest first.
#[derive(Serialize)]
struct Page {
    entries: Vec<Entry>,
    /// Whether there are earlier ones.
    more: bool,
}

/// The book. Cloning it is cheap: all clones share the pool.
#[derive(Clone)]
pub(crate) struct Book {
    pool: Pool,
}

#[namespace("/book")]
impl Book {
    /// A client that opens the book gets the last page.
    #[on("connect")]
    async fn open(&self) -> socketio::Result {
        let page = self.before(i64::MAX).await?;
        emit("entries", page).await?;
        Ok(())
    }

    /// Signs the book. The others see the entry at once; the answer is its number.
    #[event]
    async fn sign(&self, name: String, text: String) -> socketio::Result<i64> {
        let entry = self.add(name, text).await?;
        entry.emit().broadcast().include_self(false).await?;
        Ok(entry.id)
    }

    /// The page of entries before the one with this number.
    #[event]
    async fn earlier(&self, than: i64) -> socketio::Result<Page> {
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

    async fn before(&self, id: i64) -> socketio::Result<Page> {
        self.with(move |db| {
            let mut entries = db
                .prepare_cached("SELECT * FROM entry WHERE id < ? ORDER BY id DESC LIMIT ?")?
                .query_map((id, PAGE + 1), Entry::read)?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            let more = entries.len() > PAGE as usize;
            entries.truncate(PAGE as usize);
            Ok(Page { entries, more })
        })
        .await
    }

    /// Runs `work` with a connection of the pool, on a thread where it may block.
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
    match book.before(i64::MAX).await {
        Ok(page) => Ok(Json(page.entries)),
        Err(error) => {
            tracing::error!(%error, "the entries cannot be read");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// The pages of plain HTTP.
pub(crate) fn pages(book: Book) -> Router {
    Router::new()
        .route("/", get(async || Html(include_str!("html/guestbook.html"))))
        .route("/entries", get(entries))
        .merge(examples::assets())
        .with_state(book)
}

/// The Socket.IO server.
pub(crate) fn server(book: Book, client: ClientJs) -> SocketIo {
    let builder = SocketIo::builder().namespace(book).client_js(client);
    builder.build().expect("one namespace clashes with nothing")
}

#[tokio::main]
async fn main() -> socketio::Result {
    examples::log();
    let file = env::args_os().nth(1).map(PathBuf::from);
    let file = file.unwrap_or_else(|| env::temp_dir().join("guestbook.sqlite"));
    tracing::info!("the entries are in {}", file.display());
    let book = Book::new(file, 4).await?;
    server(book.clone(), examples::client_js()?)
        .run(pages(book), examples::address())
        .await?;
    Ok(())
}
