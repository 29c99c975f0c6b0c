//! Plain HTTP beside Socket.IO: is it up, how many are there, and an emit from outside of any handler.

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};
use socketio::Io;

#[derive(Clone)]
struct Instances {
    main: Io,
    others: Vec<Io>,
}

/// `/healthz`, `/stats` and `/emit`, and of the cluster `/nodes` and `/readyz`.
pub(crate) fn routes(main: Io, others: Vec<Io>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/stats", get(stats))
        .route("/emit", get(emit))
        .route("/nodes", get(nodes))
        .route("/readyz", get(ready))
        .with_state(Instances { main, others })
}

async fn stats(State(instances): State<Instances>) -> Result<Json<Value>, StatusCode> {
    let Instances { main, others } = instances;
    let clients = main.connections() + others.iter().map(Io::connections).sum::<usize>();
    let sockets = main
        .sids()
        .local()
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(
        json!({ "clients": clients, "sockets": sockets.len() }),
    ))
}

async fn nodes(State(Instances { main, .. }): State<Instances>) -> Result<Json<Value>, StatusCode> {
    let cluster = main.cluster().ok_or(StatusCode::NOT_FOUND)?;
    Ok(Json(json!({
        "nodes": cluster.others.map(|others| others.len() + 1),
        "connected": cluster.is_connected,
        "since_ms": cluster.since.as_millis() as u64,
        "dropped": cluster.unpublished,
    })))
}

async fn ready(State(Instances { main, .. }): State<Instances>) -> StatusCode {
    match main.cluster() {
        None => StatusCode::NOT_FOUND,
        Some(cluster) if cluster.is_connected => StatusCode::OK,
        Some(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[derive(Deserialize)]
struct Order {
    event: String,
    data: String,
    room: Option<String>,
}

async fn emit(
    State(Instances { main, .. }): State<Instances>,
    Query(order): Query<Order>,
) -> Result<&'static str, (StatusCode, String)> {
    let mut emit = main.emit(&order.event, &order.data);
    if let Some(room) = &order.room {
        emit = emit.to(room);
    }
    match emit.await {
        Ok(()) => Ok("ok"),
        Err(error) => Err((StatusCode::BAD_REQUEST, error.to_string())),
    }
}
