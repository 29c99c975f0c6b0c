//! To whom something is sent, and what is asked of whom.

use std::time::Duration;

use axum::{Json, extract::State};
use serde::Deserialize;
use socketio::{AckError, Io, Routes, Sid, call, emit, on, routes, send};

pub(crate) fn routes() -> Routes {
    routes![tell, ask, ask_back, ask_other]
}

#[on("tell")]
async fn tell(how: String, who: Option<Vec<String>>, io: Io) -> socketio::Result {
    let who = who.unwrap_or_default();
    match how.as_str() {
        "me" => emit("told", "me").await?,
        "with arguments" => emit("told", ("a", [1], ())).await?,
        "them" => emit("told", "them").to(who).await?,
        "all" => emit("told", "all").broadcast().await?,
        "all but me" => {
            emit("told", "others")
                .broadcast()
                .include_self(false)
                .await?
        }
        "all but me and" => {
            let others = emit("told", "others").broadcast();
            others.skip_sid(who).include_self(false).await?;
        }
        "elsewhere" => emit("told", "there").namespace("/desk").to(who).await?,
        "text" => send("told").to(who).await?,
        "json" => send(["told"]).json().to(who).await?,
        "from outside" => io.emit("told", "by the server").to(who).await?,
        "all from outside" => io.emit("told", "by the server").await?,
        "after the end" => {
            socketio::disconnect().await?;
            emit("told", "too late").to(socketio::sid()?).await?;
        }
        _ => return Err("nobody can be told so".into()),
    }
    Ok(())
}

/// Calls back: the answer comes to the callback, which tells the caller.
#[on("ask back")]
async fn ask_back(who: Option<String>) -> socketio::Result<&'static str> {
    let question = emit("question", ("a", 1));
    let question = match who {
        Some(who) => question.to(who),
        None => question,
    };
    let tell = |_: Sid, answer: Result<String, AckError>| async move {
        let _ = emit("told", answer.unwrap_or_default()).await;
    };
    question.callback(tell).await?;
    Ok("asked")
}

/// Waits for an answer of no, one or two values.
#[on("ask")]
async fn ask(values: usize) -> socketio::Result<String> {
    let limit = Duration::from_millis(200);
    Ok(match values {
        0 => format!("{:?}", call::<()>("question", values).await?),
        1 => format!("{:?}", call::<Vec<u8>>("question", values).await?),
        2 => format!("{:?}", call::<(u8, String)>("question", values).await?),
        _ => match call::<()>("question", values).timeout(limit).await {
            Ok(()) => "an answer".to_owned(),
            Err(error) => format!("timeout: {}", error.is_timeout()),
        },
    })
}

#[on("ask other")]
async fn ask_other(who: String, io: Io) -> socketio::Result<(String, String)> {
    let mine = call("question", "by a handler").to(&who).await?;
    let the_servers = io.call("question", "by the server").to(who).await?;
    Ok((mine, the_servers))
}

#[derive(Deserialize)]
pub(crate) struct Publication {
    namespace: String,
    text: String,
}

/// Plain HTTP that emits.
pub(crate) async fn publish(State(io): State<Io>, Json(news): Json<Publication>) -> &'static str {
    let published = io.emit("published", news.text).namespace(&news.namespace);
    match published.await {
        Ok(()) => "published",
        Err(_) => "no such namespace",
    }
}
