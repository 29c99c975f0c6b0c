//! Board: the namespace `/board`, a list of tasks in the database.

use deadpool_sqlite::rusqlite::{self, OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};
use socketio::{ClientError, Event as _, namespace};

use crate::{
    database::Database,
    event::{Changed, Dropped, Tasks},
    login::{Lead, Login},
    users::User,
};

/// How many tasks there may be.
const TASKS: i64 = 500;
/// The longest title, in characters.
const TITLE: usize = 200;

/// The namespace `/board`. Clones share the database.
#[derive(Clone)]
pub(crate) struct Board {
    pub(crate) database: Database,
}

/// The title of a task.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Title(String);

impl TryFrom<String> for Title {
    type Error = String;

    fn try_from(title: String) -> Result<Self, String> {
        match title.trim() {
            "" => Err("a task needs a title".to_owned()),
            title if title.chars().count() > TITLE => {
                Err(format!("a title has at most {TITLE} characters"))
            }
            title => Ok(Self(title.to_owned())),
        }
    }
}

/// One task.
#[derive(Clone, Serialize)]
pub(crate) struct Task {
    id: i64,
    title: String,
    author: String,
    done: bool,
}

impl Task {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            title: row.get("title")?,
            author: row.get("author")?,
            done: row.get("done")?,
        })
    }
}

#[namespace("/board")]
impl Board {
    #[on("connect")]
    async fn connect(&self, login: Login) -> socketio::Result {
        login.enter().await?;
        Tasks(self.tasks().await?).emit().await?;
        Ok(())
    }

    /// Adds a task. The answer is its number.
    #[event]
    async fn add(&self, Title(title): Title, user: User) -> socketio::Result<i64> {
        let Some(task) = self.insert(title, user.name).await? else {
            let text = format!("there are {TASKS} tasks: remove some first");
            return Err(ClientError::new("full", text))?;
        };
        let id = task.id;
        Changed(task).emit().broadcast().await?;
        Ok(id)
    }

    /// Says whether a task is done.
    #[event]
    async fn mark(&self, id: i64, done: bool) -> socketio::Result {
        match self.update(id, done).await? {
            Some(task) => Changed(task).emit().broadcast().await?,
            None => Err(ClientError::new("unknown", "there is no such task"))?,
        }
        Ok(())
    }

    #[event]
    async fn remove(&self, id: i64, _: Lead) -> socketio::Result {
        if self.database.delete("task", id).await? {
            Dropped { id }.emit().broadcast().await?;
        }
        Ok(())
    }
}

impl Board {
    /// How many tasks are not done.
    pub(crate) async fn open(&self) -> socketio::Result<u32> {
        self.database
            .with(|db| {
                let query = "SELECT count(*) FROM task WHERE NOT done";
                db.query_row(query, (), |row| row.get::<_, u32>(0))
            })
            .await
    }

    async fn tasks(&self) -> socketio::Result<Vec<Task>> {
        self.database
            .with(|db| {
                db.prepare_cached("SELECT * FROM task ORDER BY id")?
                    .query_map((), Task::read)?
                    .collect()
            })
            .await
    }

    /// Adds a task, unless there are too many.
    async fn insert(&self, title: String, author: String) -> socketio::Result<Option<Task>> {
        self.database
            .with(move |db| {
                let insert = "INSERT INTO task (title, author)
                    SELECT ?, ? WHERE (SELECT count(*) FROM task) < ? RETURNING *";
                db.query_row(insert, (title, author, TASKS), Task::read)
                    .optional()
            })
            .await
    }

    async fn update(&self, id: i64, done: bool) -> socketio::Result<Option<Task>> {
        self.database
            .with(move |db| {
                let update = "UPDATE task SET done = ? WHERE id = ? RETURNING *";
                db.query_row(update, (done, id), Task::read).optional()
            })
            .await
    }
}
