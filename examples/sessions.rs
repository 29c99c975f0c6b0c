//! One login for pages and sockets: the HTTP session of tower-sessions, seen from both sides.
//!
//! In the namespace `/` a socket works on a copy of the session, which is taken when it connects: no page sees what the
//! socket changes, and the socket does not see what pages change. In `/shared` a socket loads the session before it reads
//! and saves it after it has changed something, so that both sides have one session.
//!
//! The copy is kept in a `socketio::Session`, which belongs to one client in one namespace. The extracted HTTP session would
//! not do: all namespaces of a connection share it, so loading it in `/shared` would replace the copy.
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
use socketio::{ClientJs, ConnectionRefused, Http, Session, SocketIo, on, routes};
use tower_sessions::{MemoryStore, Session as HttpSession, SessionManagerLayer};

/// What is in a session.
#[derive(Clone, Default, Serialize)]
struct Content {
    user: Option<String>,
    value: Option<String>,
}

impl Content {
    async fn of(session: &HttpSession) -> socketio::Result<Self> {
        Ok(Self {
            user: session.get("user").await?,
            value: session.get("value").await?,
        })
    }
}

#[on("connect")]
async fn connect(Http(session): Http<HttpSession>, copy: Session<Content>) -> socketio::Result {
    copy.set(logged_in(&session).await?);
    Ok(())
}

#[on("get-session")]
async fn get_session(copy: Session<Content>) -> Content {
    copy.get()
}

#[on("set-session")]
async fn set_session(value: String, copy: Session<Content>) {
    copy.with(|content| content.value = Some(value));
}

#[on("connect", namespace = "/shared")]
async fn connect_shared(Http(session): Http<HttpSession>) -> socketio::Result {
    session.load().await?;
    logged_in(&session).await?;
    Ok(())
}

#[on("get-session", namespace = "/shared")]
async fn get_shared(Http(session): Http<HttpSession>) -> socketio::Result<Content> {
    session.load().await?;
    Content::of(&session).await
}

#[on("set-session", namespace = "/shared")]
async fn set_shared(value: String, Http(session): Http<HttpSession>) -> socketio::Result {
    session.load().await?;
    session.insert("value", value).await?;
    session.save().await?;
    Ok(())
}

/// The content of a session in which somebody has logged in.
async fn logged_in(session: &HttpSession) -> socketio::Result<Content> {
    let content = Content::of(session).await?;
    match content.user {
        Some(_) => Ok(content),
        None => Err(ConnectionRefused::new("log in first"))?,
    }
}

#[derive(Deserialize)]
struct Login {
    user: String,
}

async fn login(
    session: HttpSession,
    Form(login): Form<Login>,
) -> Result<impl IntoResponse, StatusCode> {
    session.insert("user", login.user).await.map_err(failed)?;
    Ok(Redirect::to("./"))
}

async fn logout(session: HttpSession) -> Result<impl IntoResponse, StatusCode> {
    session.flush().await.map_err(failed)?;
    Ok(Redirect::to("./"))
}

#[derive(Deserialize)]
struct Change {
    value: String,
}

async fn change(
    session: HttpSession,
    Json(change): Json<Change>,
) -> Result<impl IntoResponse, StatusCode> {
    session
        .insert("value", change.value)
        .await
        .map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn show(session: HttpSession) -> Result<impl IntoResponse, StatusCode> {
    Ok(Json(Content::of(&session).await.map_err(failed)?))
}

fn failed(_: impl Sized) -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

/// Pages and sockets below one layer, so that both get the session of the cookie.
pub(crate) fn app(client: ClientJs) -> Router {
    let io = SocketIo::builder()
        .routes(routes![
            connect,
            get_session,
            set_session,
            connect_shared,
            get_shared,
            set_shared
        ])
        .client_js(client)
        .build()
        .expect("the handlers do not clash");
    // `Secure` is off so that the cookie works with `http://` too. Leave it on where there is TLS.
    let sessions = SessionManagerLayer::new(MemoryStore::default()).with_secure(false);
    let page = get(async || Html(include_str!("html/sessions.html")));
    Router::new()
        .route("/", page)
        .route("/login", post(login))
        .route("/logout", post(logout))
        .route("/session", get(show).post(change))
        .merge(examples::assets())
        .merge(io.router())
        .layer(sessions)
}

#[tokio::main]
async fn main() -> socketio::Result {
    examples::log();
    let app = app(examples::client_js()?);
    let listener = tokio::net::TcpListener::bind(examples::address()).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
