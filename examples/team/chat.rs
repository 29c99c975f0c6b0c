//! Chat: the namespace `/chat`, with the lines in the database and the list of who is here.

use deadpool_sqlite::rusqlite::{self, Row};
use serde::{Deserialize, Serialize};
use socketio::{Event as _, namespace};

use crate::{
    database::Database,
    event::{Here, History, Removed, Said},
    login::{Lead, Login},
    presence::Presence,
    users::User,
};

/// How many lines a client gets when it connects.
const HISTORY: u32 = 50;
/// The longest text, in characters.
const TEXT: usize = 2000;

/// The namespace `/chat`.
pub(crate) struct Chat {
    pub(crate) database: Database,
    pub(crate) presence: Presence,
}

/// What somebody says: some characters, but not too many. Serde checks that before a handler is called.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Text(String);

impl TryFrom<String> for Text {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("there is no text".to_owned());
        }
        match text.chars().count() {
            ..=TEXT => Ok(Self(text)),
            length => Err(format!(
                "the text has {length} characters, {TEXT} are allowed"
            )),
        }
    }
}

/// One line of the chat.
#[derive(Clone, Serialize)]
pub(crate) struct Line {
    id: i64,
    author: String,
    text: String,
}

impl Line {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            author: row.get("author")?,
            text: row.get("text")?,
        })
    }
}

#[namespace("/chat")]
impl Chat {
    #[on("connect")]
    async fn connect(&self, login: Login) -> socketio::Result {
        let user = login.enter().await?;
        History(self.last_lines().await?).emit().await?;
        // Nothing can fail any more: whoever is counted here gets a disconnect handler.
        let _telling = self.presence.tell().await;
        let here = self.presence.add(&user.name);
        let _ = Here(here).emit().broadcast().await;
        tracing::info!(user = user.name, "joined the chat");
        Ok(())
    }

    /// Says something to everyone. The answer is the number of the line.
    #[event]
    async fn say(&self, Text(text): Text, user: User) -> socketio::Result<i64> {
        let line = self.add(user.name, text).await?;
        let id = line.id;
        Said(line).emit().broadcast().await?;
        Ok(id)
    }

    /// Removes a line that anybody has written.
    #[event]
    async fn remove(&self, id: i64, _: Lead) -> socketio::Result {
        if self.database.delete("line", id).await? {
            Removed { id }.emit().broadcast().await?;
        }
        Ok(())
    }

    #[on("disconnect")]
    async fn disconnect(&self, user: User) -> socketio::Result {
        let _telling = self.presence.tell().await;
        let here = self.presence.remove(&user.name);
        Here(here).emit().broadcast().await?;
        Ok(())
    }
}

impl Chat {
    async fn add(&self, author: String, text: String) -> socketio::Result<Line> {
        self.database
            .with(move |db| {
                let insert = "INSERT INTO line (author, text) VALUES (?, ?)";
                db.execute(insert, (&author, &text))?;
                let id = db.last_insert_rowid();
                Ok(Line { id, author, text })
            })
            .await
    }

    /// The last lines, the oldest of them first.
    async fn last_lines(&self) -> socketio::Result<Vec<Line>> {
        self.database
            .with(|db| {
                let mut lines = db
                    .prepare_cached("SELECT * FROM line ORDER BY id DESC LIMIT ?")?
                    .query_map([HISTORY], Line::read)?
                    .collect::<rusqlite::Result<Vec<_>>>()?;
                lines.reverse();
                Ok(lines)
            })
            .await
    }
}
