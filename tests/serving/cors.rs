//! Whose pages may connect: over polling, WebSocket and the question a browser asks beforehand, served and refused.

use rcgen::CertifiedKey;
use socketio::{Listener, Origins, SocketIoBuilder, Tls};
use tests::{Node, Polling, RawClient, Response};
use tokio::net::TcpStream;

use crate::{POLLING, WEBSOCKET, builder, join, listeners::trusting};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";

async fn node(builder: SocketIoBuilder) -> Node {
    Node::run(&builder.build().unwrap(), axum::Router::new()).await
}

/// What an origin is told in each way of asking: by a handshake over polling, by one over WebSocket, by a packet for a
/// session that is open, by an upgrade of one, and by the question of a browser beforehand.
async fn ask(node: &Node, origin: &str) -> [Response; 5] {
    let headers = [("Origin", origin)];
    let mut client = RawClient::connect(node.addr).await;
    let polling = client.request("GET", POLLING, &headers, "").await;
    let websocket = upgrade(node, WEBSOCKET, origin).await;

    let mut session = Polling::joined(node.addr).await;
    let packet = r#"421["echo","a"]"#;
    let posted = client
        .request("POST", &session.target(), &headers, packet)
        .await;
    if posted.status == 200 {
        assert_eq!(session.get().await, r#"431["a"]"#);
    }
    let target = session.target().replace("polling", "websocket");
    let upgraded = upgrade(node, &target, origin).await;
    if upgraded.status != 101 {
        // Whose session it is has nothing to suffer.
        session.post(packet).await;
        assert_eq!(session.get().await, r#"431["a"]"#);
    }

    let question = [
        ("Origin", origin),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type, x-tag"),
    ];
    let preflight = client.request("OPTIONS", POLLING, &question, "").await;
    [polling, websocket, posted, upgraded, preflight]
}

async fn upgrade(node: &Node, target: &str, origin: &str) -> Response {
    let client = RawClient::connect(node.addr).await;
    match client.upgrade(target, &[("Origin", origin)]).await {
        Ok(websocket) => websocket.response,
        Err(response) => response,
    }
}

async fn is_served(node: &Node, origin: &str) {
    let answers = ask(node, origin).await;
    let statuses = answers.each_ref().map(|answer| answer.status);
    assert_eq!(statuses, [200, 101, 200, 101, 204], "{origin}");
    for answer in &answers {
        assert_eq!(answer.header(ALLOW_ORIGIN), Some(origin));
        assert_eq!(answer.header(ALLOW_CREDENTIALS), Some("true"));
        assert!(answer.headers("vary").any(|vary| vary == "Origin"));
    }
    let preflight = &answers[4];
    assert_eq!(
        preflight.header("access-control-allow-methods"),
        Some("GET, POST")
    );
    assert_eq!(
        preflight.header("access-control-allow-headers"),
        Some("content-type, x-tag")
    );
}

async fn is_refused(node: &Node, origin: &str) {
    for answer in ask(node, origin).await {
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (403, r#"{"code":4,"message":"Origin not accepted"}"#),
            "{origin}"
        );
        assert_eq!(answer.header(ALLOW_ORIGIN), None);
        assert_eq!(answer.header(ALLOW_CREDENTIALS), None);
    }
}

#[tokio::test]
async fn by_default_only_the_servers_own_pages_are_served() {
    let node = node(builder()).await;

    is_served(&node, "http://server.test").await;
    for origin in [
        "http://evil.test",
        "http://server.test:81",
        "http://server.test.evil.test",
        "null",
    ] {
        is_refused(&node, origin).await;
    }
}

#[tokio::test]
async fn a_list_is_all_there_is() {
    let listed = ["https://app.test", "http://localhost:8080"];
    let node = node(builder().cors_allowed_origins(listed)).await;

    for origin in listed {
        is_served(&node, origin).await;
    }
    for origin in [
        "http://app.test",
        "https://app.test:8443",
        "http://localhost",
        "http://server.test",
    ] {
        is_refused(&node, origin).await;
    }
}

#[tokio::test]
async fn nobodys_pages_are_served_by_an_empty_list() {
    let node = node(builder().cors_allowed_origins(Vec::<String>::new())).await;

    is_refused(&node, "http://server.test").await;
    // What is no page has no origin.
    let client = RawClient::connect(node.addr).await;
    join(client, "/", &[]).await.unwrap();
}

#[tokio::test]
async fn a_predicate_decides() {
    let sub = Origins::when(|origin| origin.ends_with(".app.test"));
    let node = node(builder().cors_allowed_origins(sub)).await;

    is_served(&node, "https://a.app.test").await;
    is_refused(&node, "https://app.test").await;
}

#[tokio::test]
async fn a_star_is_anybody_by_name() {
    let node = node(builder().cors_allowed_origins("*")).await;

    for origin in ["https://anything.test", "http://server.test", "null"] {
        is_served(&node, origin).await;
    }
}

#[tokio::test]
async fn without_credentials_no_cookie_may_come_along() {
    let io = builder()
        .cors_allowed_origins("https://app.test")
        .cors_credentials(false);
    let node = node(io).await;

    for answer in ask(&node, "https://app.test").await {
        assert!(answer.status < 300, "{}", answer.status);
        assert_eq!(answer.header(ALLOW_ORIGIN), Some("https://app.test"));
        assert_eq!(answer.header(ALLOW_CREDENTIALS), None);
    }
}

#[tokio::test]
async fn the_headers_that_pages_may_send_can_be_listed() {
    let io = builder()
        .cors_allowed_origins("*")
        .cors_allowed_headers(["content-type", "x-custom"]);
    let node = node(io).await;

    let [.., preflight] = ask(&node, "https://app.test").await;

    assert_eq!(
        preflight.header("access-control-allow-headers"),
        Some("content-type, x-custom")
    );
}

/// The status of a handshake over polling, and of one over WebSocket.
async fn knock(headers: &[(&str, &str)], connect: impl AsyncFn() -> RawClient) -> (u16, u16) {
    let polling = connect().await.request("GET", POLLING, headers, "").await;
    let websocket = connect().await.upgrade(WEBSOCKET, headers).await;
    let status = websocket.map_or_else(|refused| refused.status, |opened| opened.response.status);
    (polling.status, status)
}

#[tokio::test]
async fn behind_a_proxy_a_page_comes_from_where_the_proxy_is() {
    let node = node(builder()).await;
    let connect = async || RawClient::connect(node.addr).await;
    let forwarded = |origin| {
        [
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "public.test"),
            ("Origin", origin),
        ]
    };

    for (origin, statuses) in [
        ("https://public.test", (200, 101)),
        ("http://public.test", (403, 403)),
        ("http://server.test", (403, 403)),
    ] {
        assert_eq!(
            knock(&forwarded(origin), connect).await,
            statuses,
            "{origin}"
        );
    }
}

#[tokio::test]
async fn over_tls_a_page_that_came_without_is_another_origin() {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let tls = Tls::pem(
        cert.pem().as_bytes(),
        signing_key.serialize_pem().as_bytes(),
    )
    .unwrap();
    let listener = Listener::bind("127.0.0.1:0").await.unwrap().tls(tls);
    let addr = listener.addr().unwrap().unwrap();
    let io = builder().build().unwrap();
    let serving = tokio::spawn(async move { io.serve(axum::Router::new(), listener).await });
    let connector = trusting(cert.der().clone());
    let connect = async || {
        let stream = TcpStream::connect(addr).await.unwrap();
        let name = "localhost".try_into().unwrap();
        RawClient::over(connector.connect(name, stream).await.unwrap())
    };

    for (origin, statuses) in [
        ("https://server.test", (200, 101)),
        ("http://server.test", (403, 403)),
        ("http://server.test:443", (403, 403)),
    ] {
        assert_eq!(
            knock(&[("Origin", origin)], connect).await,
            statuses,
            "{origin}"
        );
    }
    serving.abort();
}
