//! What a small team deploys: people log in, talk, and keep a list of tasks. It has a database, sessions that outlive a
//! restart, roles, a presence list, an HTTP handler that emits, a timer, and a stop that loses nothing.
//!
//! | file | what is in it |
//! |---|---|
//! | `config.rs` | the settings, read from the environment |
//! | `app.rs` | the parts put together: one router with the Socket.IO server inside |
//! | `chat.rs`, `board.rs` | the namespaces `/chat` and `/board`, each an object |
//! | `event.rs` | the events that the server sends |
//! | `presence.rs` | who is here |
//! | `login.rs` | who a client is: rooms for users and logins, and the parameters `Login`, `User` and `Lead` |
//! | `web.rs` | HTTP: login, logout, announcements |
//! | `timer.rs` | reminders, and removing sessions that have expired |
//! | `database.rs`, `users.rs`, `sessions.rs` | SQLite, the users, and the HTTP sessions in it |
//! | `tests.rs` | tests with clients in the process: `cargo test -p examples --example team` |
//! | `deploy/` | configurations of nginx and Caddy that it was run behind |
//!
//! `cargo run --example team`, then open <http://127.0.0.1:5000>. Without a database of its own it makes a new one with the
//! users `ann`, who leads the team, and `bob`; both have the password `demo`.

mod app;
mod board;
mod chat;
mod config;
mod database;
mod event;
mod login;
mod presence;
mod sessions;
mod timer;
mod users;
mod web;

#[cfg(test)]
mod tests;

use std::{env, io};

use self::{app::Team, config::Config, database::Database, users::Role};

#[tokio::main]
async fn main() -> socketio::Result {
    examples::log();
    let config = Config::from_environment()?;
    let database = Database::open(&config.database).await?;
    let team = Team::new(database, examples::client_js()?);
    match env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => serve(team, &config).await,
        [command, name] if command == "add" => add(&team, name, Role::Member).await,
        [command, name, role] if command == "add" && role == "lead" => {
            add(&team, name, Role::Lead).await
        }
        _ => Err("usage: team [add NAME [lead]], with the password on standard input")?,
    }
}

/// Serves until SIGINT or SIGTERM.
async fn serve(team: Team, config: &Config) -> socketio::Result {
    if config.is_demo() {
        team.users.add("ann", "demo", Role::Lead).await?;
        team.users.add("bob", "demo", Role::Member).await?;
        tracing::warn!(
            "this is a demonstration: log in as `ann` or `bob` with the password `demo`"
        );
    }
    let app = team.app(config.secure)?;
    let timer = tokio::spawn(timer::run(team.clone(), app.io.clone(), config.reminder));

    // The server is inside the router, below the session layer.
    app.server.run(app.router, config.address.clone()).await?;

    // Clients are gone and handlers are done. What is left may still use the database.
    timer.await?;
    team.database.close();
    tracing::info!("stopped");
    Ok(())
}

/// Adds a user, whose password is a line of standard input.
async fn add(team: &Team, name: &str, role: Role) -> socketio::Result {
    let mut password = String::new();
    io::stdin().read_line(&mut password)?;
    team.users.add(name, password.trim_end(), role).await?;
    println!("{name} can log in");
    Ok(())
}
