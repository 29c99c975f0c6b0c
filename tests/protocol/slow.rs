//! Clients that do not take what they are sent, over every kind of stream: plain TCP is written by whoever has
//! something, all others by the connection's own task.

use socketio::{Reason, SocketIo, State, emit, on, routes};
use tests::{RawClient, WebSocket, frame};
use tokio::{
    io::AsyncWriteExt as _,
    net::TcpListener,
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
};

use crate::{
    WEBSOCKET, join,
    listeners::{over_tls, over_unix},
};

type Log = UnboundedSender<Reason>;

#[on("echo")]
async fn echo(text: String) -> socketio::Result {
    Ok(emit("echo", text).await?)
}

#[on("disconnect")]
async fn gone(reason: Reason, log: State<Log>) -> socketio::Result {
    Ok(log.send(reason)?)
}

/// A server that keeps two megabytes for a client at most, and how its clients go.
fn server() -> (SocketIo, UnboundedReceiver<Reason>) {
    let (log, logged) = mpsc::unbounded_channel();
    let builder = SocketIo::builder().routes(routes![echo, gone]);
    let builder = builder
        .state::<Log>(log)
        .outbound_messages(10_000)
        .outbound_bytes(2 << 20);
    (builder.build().unwrap(), logged)
}

async fn over_tcp(io: &SocketIo) -> RawClient {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let app = io.router();
    tokio::spawn(async move { axum::serve(listener, app).await });
    RawClient::connect(addr).await
}

async fn joined(client: RawClient) -> WebSocket {
    let websocket = client.upgrade(WEBSOCKET, &[]).await;
    let mut websocket = websocket.expect("a WebSocket opens");
    assert!(websocket.text().await.starts_with("0{"));
    join(&mut websocket).await;
    websocket
}

/// How many events a client sends, ten kilobytes each: more than all buffers on the way and the limit together.
const EVENTS: usize = 1500;

/// One that talks and does not listen is not listened to, either, instead of being closed.
async fn is_not_read_and_loses_nothing(client: RawClient) {
    let (mut ears, mut mouth) = joined(client).await.split();
    let text = "x".repeat(10_000);
    let talking = tokio::spawn({
        let text = text.clone();
        async move {
            for n in 0..EVENTS {
                let event = format!(r#"42["echo","{n} {text}"]"#);
                mouth.write_all(&frame(0x81, event.as_bytes())).await?;
                mouth.flush().await?;
            }
            std::io::Result::Ok(mouth)
        }
    });
    // The talker is stuck long before all is said: nobody reads its echoes.
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }

    for n in 0..EVENTS {
        assert_eq!(ears.text().await, format!(r#"42["echo","{n} {text}"]"#));
    }
    talking.await.unwrap().unwrap();
}

/// One that does not listen is closed once it costs too much.
async fn is_closed(client: RawClient, io: &SocketIo, log: &mut UnboundedReceiver<Reason>) {
    let _silent = joined(client).await;
    let (io, text) = (io.io(), "x".repeat(100_000));

    while io.connections() > 0 {
        io.emit("flood", &text).await.unwrap();
        tokio::task::yield_now().await;
    }

    assert_eq!(log.recv().await, Some(Reason::SlowConsumer));
}

#[tokio::test]
async fn over_tcp_who_takes_nothing_is_not_read_and_loses_nothing() {
    let (io, _log) = server();
    is_not_read_and_loses_nothing(over_tcp(&io).await).await;
}

#[tokio::test]
async fn over_a_unix_socket_who_takes_nothing_is_not_read_and_loses_nothing() {
    let (io, _log) = server();
    is_not_read_and_loses_nothing(over_unix(&io).await).await;
}

#[tokio::test]
async fn over_tls_who_takes_nothing_is_not_read_and_loses_nothing() {
    let (io, _log) = server();
    is_not_read_and_loses_nothing(over_tls(&io).await).await;
}

#[tokio::test]
async fn over_tcp_who_never_takes_anything_is_closed() {
    let (io, mut log) = server();
    is_closed(over_tcp(&io).await, &io, &mut log).await;
}

#[tokio::test]
async fn over_a_unix_socket_who_never_takes_anything_is_closed() {
    let (io, mut log) = server();
    is_closed(over_unix(&io).await, &io, &mut log).await;
}

#[tokio::test]
async fn over_tls_who_never_takes_anything_is_closed() {
    let (io, mut log) = server();
    is_closed(over_tls(&io).await, &io, &mut log).await;
}
