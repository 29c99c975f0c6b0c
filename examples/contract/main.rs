//! Noughts and crosses for two, with its contract: a page to try the events, an AsyncAPI document, types for the client in
//! TypeScript, and a test that fails when a change breaks old clients.
//!
//! `cargo run --example contract`, then open <http://127.0.0.1:5000/events> in two tabs. `cargo run --example contract FOLDER`
//! writes the documents. `client.ts` is a client that is compiled against the types in `events.d.ts`.

mod game;

use std::env;

use axum::{Router, response::Redirect, routing::get};
use socketio::{SocketIo, events, routes};

use self::game::{Ended, Joined, Moved, Table};

fn server() -> socketio::Result<SocketIo> {
    let io = SocketIo::builder()
        .routes(routes![game::join, game::place])
        .events(events![Joined, Moved, Ended])
        .state(Table::default())
        .build()?;
    Ok(io)
}

#[tokio::main]
async fn main() -> socketio::Result {
    examples::log();
    let io = server()?;
    let spec = io.spec().title("Noughts and crosses").version("1.0.0");
    if let Some(folder) = env::args().nth(1) {
        spec.write(folder)?;
        return Ok(());
    }
    let app = Router::new()
        .route("/", get(async || Redirect::to("events/")))
        .merge(spec.page("/events"));
    io.run(app, examples::address()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use serde_json::{Value, json};

    use super::*;

    fn folder() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/contract"))
    }

    #[test]
    fn old_clients_still_work() {
        let spec = server().unwrap().spec();

        spec.unchanged(folder().join("spec.json")).unwrap();
    }

    #[test]
    fn the_types_of_the_client_are_those_of_the_server() {
        let spec = server().unwrap().spec().title("Noughts and crosses");

        let types = fs::read_to_string(folder().join("events.d.ts")).unwrap();

        assert_eq!(
            types,
            spec.typescript(),
            "write it anew: cargo run --example contract examples/contract"
        );
    }

    #[tokio::test]
    async fn a_move_off_the_board_is_told_with_its_place() {
        let io = server().unwrap();
        let client = io.test_client("/game").connect().await.unwrap();

        let answer: Value = client
            .call("place", json!({ "row": 3, "column": 0 }))
            .await
            .unwrap();

        let faults = json!([{ "path": "at.row", "message": "greater than 2" }]);
        assert_eq!(answer["error"]["data"]["faults"], faults);
    }
}
