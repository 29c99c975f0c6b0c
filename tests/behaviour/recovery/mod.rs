//! Clients that lose their connection come back as who they were, and have missed nothing. Or they do not.

mod bounds;
mod connect;
mod kinds;
mod missed;
mod secrets;
mod stress;

use std::time::Duration;

use serde_json::{Value, json};
use socketio::{
    Recovery, Session, Socket, SocketIo, SocketIoBuilder, emit, join_room, leave_room, on, routes,
    testing::{Received, TestClient},
};

/// How long the clients of these tests may be away.
const TIME: Duration = Duration::from_secs(60);

#[on("join", namespace = "*")]
async fn join_a_room(room: String) -> socketio::Result {
    join_room(room).await?;
    Ok(())
}

#[on("leave", namespace = "*")]
async fn leave_a_room(room: String) -> socketio::Result {
    leave_room(room).await?;
    Ok(())
}

#[on("rooms", namespace = "*")]
async fn rooms(socket: Socket) -> Vec<String> {
    let mut rooms = socket.rooms();
    rooms.retain(|room| *room != socket.sid().as_str());
    rooms.sort();
    rooms
}

#[on("count", namespace = "*")]
async fn count(count: Session<u32>) -> u32 {
    count.with(|count| {
        *count += 1;
        *count
    })
}

#[on("echo", namespace = "*")]
async fn echo(value: Value) -> socketio::Result {
    emit("echo", value).await?;
    Ok(())
}

#[on("recovered", namespace = "*")]
async fn recovered(socket: Socket) -> bool {
    socket.recovered()
}

fn builder(recovery: Recovery) -> SocketIoBuilder {
    SocketIo::builder().recovery(recovery).routes(routes![
        join_a_room,
        leave_a_room,
        rooms,
        count,
        echo,
        recovered
    ])
}

fn server() -> SocketIo {
    builder(Recovery::for_up_to(TIME)).build().unwrap()
}

/// Sends an event with this number to everybody.
async fn news(io: &SocketIo, number: u32) {
    io.io().emit("news", number).await.unwrap();
}

/// The client loses its connection, the server does something, and the client is back.
async fn away(
    io: &SocketIo,
    client: TestClient,
    meanwhile: impl Future<Output = ()>,
) -> TestClient {
    let namespace = client.namespace().to_owned();
    let (_, returning) = client.lose_connection();
    gone(io, &namespace, 1).await;
    meanwhile.await;
    let back = io.test_client(&namespace).returning(&returning).connect();
    back.await.expect("nobody is refused")
}

/// Waits until the server has noticed that so many clients have lost their connection.
async fn gone(io: &SocketIo, namespace: &str, clients: usize) {
    let io = io.io().of(namespace);
    let kept = || io.recovery().map_or(0, |stats| stats.clients);
    let noticed = async {
        while kept() != clients {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let noticed = tokio::time::timeout(TIME / 4, noticed).await;
    noticed.expect("the server notices that a connection is gone");
}

fn numbers(received: &[Received]) -> Vec<u32> {
    let number = |event: &Received| event.get(0).unwrap();
    received.iter().map(number).collect()
}

async fn is_recovered(client: &TestClient) -> bool {
    client.call("recovered", ()).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn without_the_option_nobody_has_a_private_id_and_no_event_an_offset() {
    let io = SocketIo::builder().routes(routes![echo]).build().unwrap();
    let mut ann = crate::join(&io, "/").await;

    ann.emit("echo", "text").await;

    assert_eq!(ann.received().await, [("echo", json!(["text"]))]);
    assert!(io.io().recovery().is_none());
}
