//! Who may open a session at all.

use http::{Response, StatusCode};
use socketio::RequestRefused;
use tests::{Node, RawClient};

use crate::{POLLING, WEBSOCKET, builder, join};

#[tokio::test]
async fn a_handshake_that_is_not_allowed_is_refused_with_the_programs_words() {
    let io = builder()
        .allow_request(|request| match request.uri.query() {
            Some(query) if query.contains("pass=yes") => Ok(()),
            _ => Err("locked"),
        })
        .build()
        .unwrap();
    let node = Node::router(&io).await;
    let mut client = RawClient::connect(node.addr).await;

    let refused = client.get(POLLING).await;
    assert_eq!(
        (refused.status, refused.body.as_str()),
        (403, r#"{"code":4,"message":"locked"}"#)
    );
    let refused = RawClient::connect(node.addr)
        .await
        .upgrade(WEBSOCKET, &[])
        .await
        .unwrap_err();
    assert_eq!(
        (refused.status, refused.body.as_str()),
        (403, r#"{"code":4,"message":"locked"}"#)
    );

    assert_eq!(client.get(&format!("{POLLING}&pass=yes")).await.status, 200);
    let mut websocket = RawClient::connect(node.addr)
        .await
        .upgrade(&format!("{WEBSOCKET}&pass=yes"), &[])
        .await
        .unwrap();
    assert!(websocket.text().await.starts_with("0{"));
}

#[tokio::test]
async fn a_path_has_two_names() {
    let node = Node::router(&builder().resource("live").build().unwrap()).await;
    let mut client = RawClient::connect(node.addr).await;

    assert_eq!(
        client.get("/live/?EIO=4&transport=polling").await.status,
        200
    );
    assert_eq!(client.get(POLLING).await.status, 404);
}

#[tokio::test]
async fn options_that_cannot_work_are_refused_all_at_once() {
    let month = std::time::Duration::from_secs(30 * 24 * 3600);
    let error = builder()
        .cors_allowed_origins(["https://app.test", "app.test", "https://app.test/page"])
        .ping_interval(month)
        .upgrade_timeout(std::time::Duration::ZERO)
        .path("/a//b")
        .transports([])
        .namespaces(["chat"])
        .build()
        .unwrap_err();

    assert_eq!(error.problems().len(), 7, "{error}");
}

#[tokio::test]
async fn a_namespace_of_any_name_can_be_joined_and_is_gone_with_its_last_client() {
    let io = builder().namespaces(["*"]).build().unwrap();
    let node = Node::router(&io).await;

    for round in 0..3 {
        let mut websocket = join(RawClient::connect(node.addr).await, "/any name", &[])
            .await
            .unwrap();
        websocket.send(r#"42/any name,1["nothing"]"#).await;
        assert!(
            websocket
                .text()
                .await
                .starts_with("43/any name,1[{\"error\""),
            "{round}"
        );
        assert_eq!(
            io.io().sids().namespace("/any name").await.unwrap().len(),
            1
        );
    }
}

#[tokio::test]
async fn a_refusal_has_a_status_and_a_body_of_the_programs_choice() {
    let io = builder()
        .allow_request(|request| match request.uri.query().unwrap_or_default() {
            query if query.contains("paid=no") => {
                Err(RequestRefused::new("pay first").status(StatusCode::PAYMENT_REQUIRED))
            }
            query if query.contains("moved=yes") => Err(RequestRefused::with_response(
                Response::builder()
                    .status(StatusCode::TEMPORARY_REDIRECT)
                    .header("location", "https://other.test/socket.io/")
                    .body("elsewhere")
                    .unwrap(),
            )),
            query if query.contains("fine=yes") => {
                Err(RequestRefused::new("all is well").status(StatusCode::OK))
            }
            _ => Ok(()),
        })
        .build()
        .unwrap();
    let node = Node::router(&io).await;

    for (query, status, location, body) in [
        ("paid=no", 402, None, r#"{"code":4,"message":"pay first"}"#),
        (
            "moved=yes",
            307,
            Some("https://other.test/socket.io/"),
            "elsewhere",
        ),
        (
            "fine=yes",
            403,
            None,
            r#"{"code":4,"message":"all is well"}"#,
        ),
    ] {
        for transport in [POLLING, WEBSOCKET] {
            let target = format!("{transport}&{query}");
            let refused = if transport == POLLING {
                RawClient::connect(node.addr).await.get(&target).await
            } else {
                let client = RawClient::connect(node.addr).await;
                client.upgrade(&target, &[]).await.unwrap_err()
            };
            assert_eq!(
                (refused.status, refused.header("location"), &*refused.body),
                (status, location, body),
                "{target}"
            );
        }
    }
    let mut client = RawClient::connect(node.addr).await;
    assert_eq!(client.get(POLLING).await.status, 200);
}
