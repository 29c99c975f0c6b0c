//! Events to the client itself, with and without a question.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use socketio::{Args, CallError, Data, EmitError, Result, Routes, call, emit, on, routes};

pub(super) fn routes() -> Routes {
    routes![emit_me, ask_me]
}

#[on("emit_me", namespace = "*")]
async fn emit_me(name: String, args: Vec<Data>) -> Result<Value> {
    match emit(&name, Args::from(args)).await {
        Ok(()) => Ok(json!({ "ok": true })),
        Err(EmitError::ReservedName(_)) => Ok(json!({ "ok": false })),
        Err(error) => Err(error.into()),
    }
}

/// What came of a question.
#[derive(Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
enum Outcome {
    Ok { reply: Vec<Data> },
    Timeout,
}

#[on("ask_me", namespace = "*")]
async fn ask_me(name: String, args: Vec<Data>, ms: u64) -> Result<Outcome> {
    let question = call::<Args>(&name, Args::from(args)).timeout(Duration::from_millis(ms));
    match question.await {
        Ok(reply) => Ok(Outcome::Ok {
            reply: reply.parse()?,
        }),
        Err(error) if CallError::is_timeout(&error) => Ok(Outcome::Timeout),
        Err(error) => Err(error.into()),
    }
}
