//! Users: names, passwords and roles. Knows nothing of HTTP or Socket.IO.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use deadpool_sqlite::rusqlite::{self, OptionalExtension as _, Row};
use serde::Serialize;
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::database::Database;

/// How many passwords are checked at a time. A check takes much memory on purpose.
const CHECKS: usize = 4;

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    Member,
    /// May announce, and remove what others wrote.
    Lead,
}

/// Somebody of the team.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) role: Role,
}

impl User {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let role = match row.get("lead")? {
            true => Role::Lead,
            false => Role::Member,
        };
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            role,
        })
    }
}

/// All users. Clones share the database.
#[derive(Clone)]
pub(crate) struct Users {
    database: Database,
    checks: Arc<Semaphore>,
}

impl Users {
    pub(crate) fn new(database: Database) -> Self {
        let checks = Arc::new(Semaphore::new(CHECKS));
        Self { database, checks }
    }

    pub(crate) async fn add(&self, name: &str, password: &str, role: Role) -> socketio::Result {
        let (name, password) = (name.to_owned(), password.to_owned());
        let hash = spawn_blocking(move || {
            let hash = Argon2::default().hash_password(password.as_bytes());
            hash.map(|hash: PasswordHash| hash.to_string())
        });
        let hash = hash.await??;
        let insert = "INSERT INTO user (name, password, lead) VALUES (?, ?, ?)";
        self.database
            .with(move |db| db.execute(insert, (name, hash, role == Role::Lead)))
            .await?;
        Ok(())
    }

    /// The user with this name and this password.
    pub(crate) async fn log_in(
        &self,
        name: String,
        password: String,
    ) -> socketio::Result<Option<User>> {
        let found = self.database.with(move |db| {
            db.query_row("SELECT * FROM user WHERE name = ?", [name], |row| {
                Ok((User::read(row)?, row.get::<_, String>("password")?))
            })
            .optional()
        });
        let Some((user, hash)) = found.await? else {
            return Ok(None);
        };
        let _permit = self.checks.acquire().await?;
        let is_right = spawn_blocking(move || {
            let hash = PasswordHash::new(&hash)?;
            let check = Argon2::default().verify_password(password.as_bytes(), &hash);
            Ok::<_, argon2::password_hash::phc::Error>(check.is_ok())
        });
        Ok(is_right.await??.then_some(user))
    }

    pub(crate) async fn find(&self, id: i64) -> socketio::Result<Option<User>> {
        self.database
            .with(move |db| {
                db.query_row("SELECT * FROM user WHERE id = ?", [id], User::read)
                    .optional()
            })
            .await
    }
}
