//! One login for pages and sockets: the HTTP session of tower-sessions, seen from both sides.
//!
//! In the namespace `/` a socket works on its own copy of the session, taken when it connected: what it changes, no page
//! sees, and the other way round. In `/shared` it loads the session before it looks, and saves it when it has changed.
//!
//! `cargo run --example sessions`, then open <http://127.0.0.1:5000>.

use axum::{
    Json, Router,
    extract::Form,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use socketio::{ConnectionRefused, Http, SocketIo, emit, on, routes};
use tower_sessions::{MemoryStore, Session, SessionManagerLayer};

/// What both sides show.
#[derive(Serialize)]
struct Shown {
    user: Option<String>,
    value: Option<String>,
}

impl Shown {
    async fn of(session: &Session) -> socketio::Result<Self> {
        Ok(Self {
            user: session.get("user").await?,
            value: session.get("value").await?,
        })
    }
}

#[on("connect")]
#[on("connect", namespace = "/shared")]
async fn connect(Http(session): Http<Session>) -> socketio::Result {
    match session.get::<String>("user").await? {
        Some(_) => Ok(()),
        None => Err(ConnectionRefused::new("log in first"))?,
    }
}

#[on("get-session")]
async fn get_session(Http(session): Http<Session>) -> socketio::Result {
    emit("refresh-session", Shown::of(&session).await?).await?;
    Ok(())
}

#[on("set-session")]
async fn set_session(value: String, Http(session): Http<Session>) -> socketio::Result {
    session.insert("value", value).await?;
    Ok(())
}

#[on("get-session", namespace = "/shared")]
async fn get_shared(Http(session): Http<Session>) -> socketio::Result {
    session.load().await?;
    emit("refresh-session", Shown::of(&session).await?).await?;
    Ok(())
}

#[on("set-session", namespace = "/shared")]
async fn set_shared(value: String, Http(session): Http<Session>) -> socketio::Result {
    session.load().await?;
    session.insert("value", value).await?;
    session.save().await?;
    Ok(())
}

#[derive(Deserialize)]
struct Login {
    user: String,
}

async fn login(
    session: Session,
    Form(login): Form<Login>,
) -> Result<impl IntoResponse, StatusCode> {
    session.insert("user", login.user).await.map_err(failed)?;
    Ok(Redirect::to("/"))
}

async fn logout(session: Session) -> Result<impl IntoResponse, StatusCode> {
    session.flush().await.map_err(failed)?;
    Ok(Redirect::to("/"))
}

#[derive(Deserialize)]
struct Change {
    value: String,
}

async fn change(
    session: Session,
    Json(change): Json<Change>,
) -> Result<impl IntoResponse, StatusCode> {
    session
        .insert("value", change.value)
        .await
        .map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn show(session: Session) -> Result<impl IntoResponse, StatusCode> {
    Ok(Json(Shown::of(&session).await.map_err(failed)?))
}

fn failed(_: impl Sized) -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

/// Pages and sockets below one layer, so that both get the session of the cookie.
pub(crate) fn app() -> Router {
    let io = SocketIo::new(routes![
        connect,
        get_session,
        set_session,
        get_shared,
        set_shared
    ]);
    // A cookie for `http://` as well: with TLS, leave that out.
    let sessions = SessionManagerLayer::new(MemoryStore::default()).with_secure(false);
    Router::new()
        .route(
            "/",
            get(|| async { Html(include_str!("html/sessions.html")) }),
        )
        .route("/login", post(login))
        .route("/logout", post(logout))
        .route("/session", get(show).post(change))
        .merge(io.router())
        .layer(sessions)
}

#[tokio::main]
async fn main() -> socketio::Result {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:5000").await?;
    println!("listening on http://127.0.0.1:5000");
    axum::serve(listener, app()).await?;
    Ok(())
}
