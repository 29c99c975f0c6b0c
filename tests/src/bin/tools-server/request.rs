//! What a handler knows of its client: the handshake, and what was remembered since.

use axum::{Form, extract::Query, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use socketio::{EventName, Http, Io, Routes, Session, Socket, on, routes, sid};
use tower_sessions::Session as HttpSession;

pub(crate) fn routes() -> Routes {
    routes![
        request,
        count,
        count_of,
        user,
        rename,
        rename_for_all,
        transport_of
    ]
}

#[derive(Deserialize)]
struct Language {
    lang: String,
}

#[on("request")]
#[on("request", namespace = "/desk")]
async fn request(
    socket: Socket,
    event: EventName,
    Http(Query(language)): Http<Query<Language>>,
) -> socketio::Result<Value> {
    Ok(json!({
        "sid": sid()?,
        "namespace": socket.namespace(),
        "event": event,
        "lang": language.lang,
        "query": socket.query("lang"),
        "tag": socket.header("x-tag"),
        "cookie": socket.header("cookie"),
        "addr": socket.addr().map(|addr| addr.ip()),
        "transport": socket.transport().as_str(),
    }))
}

#[on("count")]
#[on("count", namespace = "/desk")]
async fn count(seen: Session<u32>) -> u32 {
    seen.with(|seen| {
        *seen += 1;
        *seen
    })
}

#[on("count of")]
async fn count_of(who: String, io: Io) -> socketio::Result<Option<u32>> {
    Ok(io.session::<u32>(who.parse()?).map(|seen| seen.get()))
}

#[on("transport of")]
async fn transport_of(who: String, io: Io) -> socketio::Result<Option<&'static str>> {
    let socket = io.socket(who.parse()?);
    Ok(socket.map(|socket| socket.transport().as_str()))
}

#[derive(Deserialize)]
pub(crate) struct Login {
    user: String,
}

/// A page that logs in.
pub(crate) async fn login(
    session: HttpSession,
    Form(login): Form<Login>,
) -> Result<&'static str, StatusCode> {
    let kept = session.insert("user", login.user).await;
    kept.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok("welcome")
}

#[on("user")]
async fn user(Http(session): Http<HttpSession>) -> socketio::Result<Option<String>> {
    Ok(session.get("user").await?)
}

/// In this client's copy of the session alone.
#[on("rename")]
async fn rename(name: String, Http(session): Http<HttpSession>) -> socketio::Result {
    Ok(session.insert("user", name).await?)
}

/// In the session itself.
#[on("rename for all")]
async fn rename_for_all(name: String, Http(session): Http<HttpSession>) -> socketio::Result {
    session.load().await?;
    session.insert("user", name).await?;
    Ok(session.save().await?)
}
