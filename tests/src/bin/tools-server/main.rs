//! The tools server: each tool that users of Flask-SocketIO know has a handler here that uses it, so that the
//! official client can see it work. The suites in `interop/js/tools` run against it.

mod background;
mod connect;
mod emit;
mod errors;
mod events;
mod request;
mod rooms;
mod version2;

use std::net::SocketAddr;

use axum::{Router, routing::post};
use socketio::SocketIo;
use tokio::net::TcpListener;
use tower_sessions::{MemoryStore, SessionManagerLayer};

#[tokio::main]
async fn main() -> socketio::Result {
    let io = SocketIo::builder()
        .routes(events::routes())
        .on_event("registered", async |n: u32| n * 2)
        .on_event_in("/news", "registered", async |n: u32| n * 3)
        .namespace(events::Desk::default())
        .namespaces(["/listed"])
        .routes(connect::routes())
        .routes(emit::routes())
        .routes(rooms::routes())
        .routes(request::routes())
        .routes(errors::routes())
        .routes(background::routes())
        .websocket_compression(1024)
        .build()?;
    // Options that change how handlers are called, and a server that is bound to the application later.
    let eager = SocketIo::builder().path("/eager/").routes(connect::eager());
    let eager = eager.always_connect(true).async_handlers(true).build()?;

    let sessions = SessionManagerLayer::new(MemoryStore::default()).with_secure(false);
    let app = Router::new()
        .route("/login", post(request::login))
        .route("/publish", post(emit::publish))
        .with_state(io.io())
        .merge(io.router())
        .merge(eager.router())
        .merge(version2::server().build()?.router())
        .layer(sessions);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).await?;
    Ok(())
}
