//! Config: the settings of the program, read from the environment.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `ADDRESS` | where the server listens | `127.0.0.1:5000` |
//! | `TEAM_DATABASE` | the file of the database | a new one with demonstration users |
//! | `TEAM_SECURE` | `1` if browsers use `https://`: cookies are sent by TLS only | `0` |
//! | `TEAM_REMINDER` | seconds between two reminders of open tasks | `3600` |

use std::{
    env,
    path::PathBuf,
    time::{Duration, SystemTime},
};

/// The settings of the program.
pub(crate) struct Config {
    pub(crate) address: String,
    pub(crate) database: PathBuf,
    pub(crate) secure: bool,
    pub(crate) reminder: Duration,
    demo: bool,
}

impl Config {
    pub(crate) fn from_environment() -> socketio::Result<Self> {
        let named = env::var_os("TEAM_DATABASE").map(PathBuf::from);
        let demo = named.is_none();
        let seconds = env::var("TEAM_REMINDER").unwrap_or_else(|_| "3600".to_owned());
        Ok(Self {
            address: examples::address(),
            database: named.unwrap_or_else(fresh),
            secure: env::var("TEAM_SECURE").is_ok_and(|value| value == "1"),
            reminder: Duration::try_from_secs_f64(seconds.parse()?)?,
            demo,
        })
    }

    /// Whether the program made a database with demonstration users, because nobody named one.
    pub(crate) fn is_demo(&self) -> bool {
        self.demo
    }
}

/// A file that does not exist yet.
fn fresh() -> PathBuf {
    let start = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let name = format!("team-{}.sqlite", start.unwrap_or_default().as_nanos());
    env::temp_dir().join(name)
}
