//! How many clients are let in, and whose word about their address is believed.

use std::sync::{Arc, Mutex};

use socketio::{
    Socket, SocketIo,
    observe::{Observation, Observer, RefusalKind, Topics},
    on, routes,
};
use tests::{Node, Polling, RawClient, WebSocket};

use crate::{POLLING, WEBSOCKET, join};

/// Answers with the address that the client is believed to have.
#[on("who am I")]
async fn who(socket: Socket) -> Option<String> {
    socket.addr().map(|addr| addr.to_string())
}

/// Notes why requests were refused, and from where they came.
#[derive(Default)]
struct Refused(Mutex<Vec<(RefusalKind, String)>>);

impl Observer for Refused {
    fn topics(&self) -> Topics {
        Topics::REFUSALS
    }

    fn observe(&self, observation: &Observation<'_>) {
        if let Observation::RequestRefused { kind, addr, .. } = observation {
            let addr = addr.map_or_else(String::new, |addr| addr.ip().to_string());
            self.0.lock().unwrap().push((*kind, addr));
        }
    }
}

async fn open(node: &Node, from: &str) -> Result<WebSocket, u16> {
    let client = RawClient::connect(node.addr).await;
    let headers = [("X-Forwarded-For", from)];
    let opened = client.upgrade(WEBSOCKET, &headers).await;
    opened.map_err(|response| response.status)
}

#[tokio::test]
async fn an_address_has_so_many_sessions_whatever_the_client_writes() {
    let refused = Arc::new(Refused::default());
    let io = SocketIo::builder()
        .routes(routes![who])
        .trusted_proxies(1)
        .max_connections_per_address(2)
        .observer(Arc::clone(&refused))
        .build()
        .unwrap();
    for node in [
        Node::router(&io).await,
        Node::run(&io, axum::Router::new()).await,
    ] {
        let mut first = open(&node, "10.1.1.1, 192.0.2.1").await.unwrap();
        let second = open(&node, "10.2.2.2, 192.0.2.1").await.unwrap();

        assert_eq!(open(&node, "10.3.3.3, 192.0.2.1").await.unwrap_err(), 429);
        assert!(open(&node, "192.0.2.1, 192.0.2.2").await.is_ok());
        let mut client = RawClient::connect(node.addr).await;
        let headers = [("X-Forwarded-For", "192.0.2.1")];
        let answer = client.request("GET", POLLING, &headers, "").await;
        assert_eq!(
            (answer.status, answer.header("retry-after")),
            (429, Some("10"))
        );
        first.text().await;
        join(&mut first).await;
        first.send(r#"420["who am I"]"#).await;
        assert_eq!(first.text().await, r#"430["192.0.2.1:0"]"#);

        drop(second);
        tests::eventually(async || open(&node, "192.0.2.1").await.is_ok()).await;
        drop(first);
        tests::eventually(async || io.io().connections() == 0).await;
    }
    let refused = refused.0.lock().unwrap();
    let told = (RefusalKind::TooManyFromAddress, "192.0.2.1".to_owned());
    assert!(
        refused.len() >= 4 && refused.iter().all(|it| *it == told),
        "{refused:?}"
    );
}

#[tokio::test]
async fn without_a_proxy_the_address_is_that_of_the_connection() {
    let io = SocketIo::builder()
        .routes(routes![who])
        .max_connections_per_address(1)
        .build()
        .unwrap();
    let node = Node::run(&io, axum::Router::new()).await;
    let mut first = open(&node, "192.0.2.1").await.unwrap();

    assert_eq!(open(&node, "192.0.2.2").await.unwrap_err(), 429);
    first.text().await;
    join(&mut first).await;
    first.send(r#"420["who am I"]"#).await;
    let answer = first.text().await;
    assert!(answer.starts_with(r#"430["127.0.0.1:"#), "{answer}");
}

#[tokio::test]
async fn so_many_sessions_are_opened_in_a_second() {
    let refused = Arc::new(Refused::default());
    let io = SocketIo::builder()
        .routes(routes![who])
        .max_handshakes_per_second(3)
        .observer(Arc::clone(&refused))
        .build()
        .unwrap();
    let node = Node::router(&io).await;
    let mut client = RawClient::connect(node.addr).await;
    let mut session = Polling::joined(node.addr).await;

    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(client.get(POLLING).await.status);
    }

    assert_eq!(statuses[..2], [200, 200]);
    assert!(statuses.contains(&503), "{statuses:?}");
    let kinds = refused.0.lock().unwrap().clone();
    assert!(
        kinds
            .iter()
            .all(|(kind, _)| *kind == RefusalKind::TooManyHandshakes)
    );
    // Sessions that are open are not limited.
    for _ in 0..20 {
        session.post(r#"420["who am I"]"#).await;
        session.get().await;
    }
    tests::eventually(async || client.get(POLLING).await.status == 200).await;
}
