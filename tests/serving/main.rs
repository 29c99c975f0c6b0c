//! A server and what is around it, end to end: how it listens, what HTTP asks of it, and the session of a page.

mod clash;
mod compression;
mod connection;
mod cors;
mod database;
mod deflate;
mod handshake;
mod http2;
mod http_session;
mod layers;
mod listeners;
mod options;
mod running;

use socketio::{SocketIo, SocketIoBuilder, on, routes};
use tests::{RawClient, WebSocket};

const POLLING: &str = "/socket.io/?EIO=4&transport=polling";
const WEBSOCKET: &str = "/socket.io/?EIO=4&transport=websocket";

#[on("echo")]
async fn echo(text: String) -> String {
    text
}

fn builder() -> SocketIoBuilder {
    SocketIo::builder().routes(routes![echo])
}

fn server() -> SocketIo {
    builder().build().unwrap()
}

/// Opens a WebSocket and joins a namespace with it.
async fn join(
    client: RawClient,
    namespace: &str,
    headers: &[(&str, &str)],
) -> Result<WebSocket, String> {
    let mut websocket = client
        .upgrade(WEBSOCKET, headers)
        .await
        .map_err(|response| response.body)?;
    assert!(websocket.text().await.starts_with("0{"));
    let prefix = if namespace == "/" {
        String::new()
    } else {
        format!("{namespace},")
    };
    websocket.send(&format!("40{prefix}")).await;
    let answer = websocket.text().await;
    if answer.starts_with("40") {
        Ok(websocket)
    } else {
        Err(answer)
    }
}
