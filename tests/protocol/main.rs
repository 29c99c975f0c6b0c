//! Engine.IO and Socket.IO as they are on the wire, over real sockets, by clients that send any byte they like.

mod admission;
mod base64;
mod draining;
mod ending;
mod exact;
mod half;
mod handshake;
mod heartbeat;
mod java;
mod limits;
mod listeners;
mod observing;
mod polling;
mod refusal;
mod revision3;
mod slow;
mod stop;
mod suite;
mod tls;
mod upgrade;
mod websocket;

use socketio::{Data, SocketIo, emit, on, routes};
use tests::{Node, RawClient, WebSocket};

const WEBSOCKET: &str = "/socket.io/?EIO=4&transport=websocket";
const POLLING: &str = "/socket.io/?EIO=4&transport=polling";

#[on("echo")]
async fn echo(value: Data) -> socketio::Result {
    emit("echo", &value).await?;
    Ok(())
}

#[on("ack")]
async fn ack(value: Data) -> Data {
    value
}

/// A server that echoes, by an event and by an ack.
fn server() -> SocketIo {
    SocketIo::new(routes![echo, ack])
}

async fn node() -> Node {
    Node::router(&server()).await
}

/// A session over WebSocket, before it joins anything.
async fn open(node: &Node) -> WebSocket {
    let client = RawClient::connect(node.addr).await;
    let mut websocket = client
        .upgrade(WEBSOCKET, &[])
        .await
        .expect("a WebSocket opens");
    assert!(websocket.text().await.starts_with("0{"));
    websocket
}

/// A session over WebSocket that has joined the main namespace.
async fn joined(node: &Node) -> WebSocket {
    let mut websocket = open(node).await;
    join(&mut websocket).await;
    websocket
}

async fn join(websocket: &mut WebSocket) {
    websocket.send("40").await;
    assert!(websocket.text().await.starts_with("40{"));
}

/// Whether the session is alive.
async fn echoes(websocket: &mut WebSocket) {
    websocket.send(r#"420["ack","alive?"]"#).await;
    assert_eq!(websocket.text().await, r#"430["alive?"]"#);
}
