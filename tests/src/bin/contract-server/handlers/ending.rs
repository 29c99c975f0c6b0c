//! Ends, of the client and of others, and what is known about a socket before and after.

use std::{collections::BTreeMap, time::Duration};

use axum::extract::Query;
use serde::Serialize;
use serde_json::{Value, json};
use socketio::{Io, Result, Routes, Sid, Socket, State, disconnect, on, routes};

use crate::register::{Obituary, Register};

pub(super) fn routes() -> Routes {
    routes![kick, bye, handshake, obit]
}

#[on("kick", namespace = "*")]
async fn kick(room: String, close: Option<bool>, socket: Socket, io: Io) -> Result<bool> {
    let all = io.disconnect(room).namespace(socket.namespace());
    if close == Some(true) {
        all.close().await?
    } else {
        all.await?
    };
    Ok(true)
}

#[on("bye", namespace = "*")]
async fn bye(close: Option<bool>) -> Result {
    if close == Some(true) {
        disconnect().close().await?
    } else {
        disconnect().await?
    };
    Ok(())
}

/// What the server knows about a socket.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    sid: Sid,
    ns: String,
    auth: Value,
    query: BTreeMap<String, String>,
    x_custom: Option<String>,
    transport: &'static str,
    recovered: bool,
}

#[on("handshake", namespace = "*")]
async fn handshake(socket: Socket) -> Result<Known> {
    let Query(query) = Query::try_from_uri(&socket.request_parts().uri)?;
    Ok(Known {
        sid: socket.sid(),
        ns: socket.namespace().to_owned(),
        auth: socket.auth::<Option<Value>>()?.unwrap_or_else(|| json!({})),
        query,
        x_custom: socket.header("x-custom").map(str::to_owned),
        transport: socket.transport().as_str(),
        recovered: socket.recovered(),
    })
}

#[on("obit", namespace = "*")]
async fn obit(id: String, ms: u64, register: State<Register>) -> Option<Obituary> {
    register.obituary(&id, Duration::from_millis(ms)).await
}
