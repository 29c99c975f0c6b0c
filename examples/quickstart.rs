//! The first program: two handlers and a page. `cargo run --example quickstart`, then open <http://127.0.0.1:5000> in
//! two tabs.

use axum::{Router, response::Html, routing::get};
use serde_json::{Value, json};
use socketio::{SocketIo, emit, on, routes};

#[on("my event")]
async fn my_event(data: Value) -> socketio::Result {
    emit("my response", &data).await?; // to the client that sent it
    Ok(())
}

#[on("message")]
async fn message(text: String) -> socketio::Result {
    emit("my response", &json!({ "data": text }))
        .broadcast()
        .await?; // to all clients
    Ok(())
}

#[tokio::main]
async fn main() -> socketio::Result {
    examples::log();
    let page = get(async || Html(include_str!("html/quickstart.html")));
    let app = Router::new().route("/", page).merge(examples::assets());
    SocketIo::builder()
        .routes(routes![my_event, message])
        .client_js(examples::client_js()?)
        .build()?
        .run(app, examples::address())
        .await?;
    Ok(())
}
