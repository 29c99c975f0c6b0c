//! In and out.

use serde_json::json;

use super::{client_of, main_client, server};
use crate::noted;

#[tokio::test]
async fn two_clients_are_two_connections_and_leave_apart() {
    let io = server();
    let auth = json!({ "pass": "word" });
    let mut ann = io.test_client("/").auth(&auth).connect().await.unwrap();
    let mut bob = io.test_client("/").auth(&auth).connect().await.unwrap();

    assert_eq!(io.io().connections(), 2);
    assert_ne!(ann.sid(), bob.sid());
    let greeting = [
        ("message", json!(["main"])),
        ("handshake", json!(["EIO=4&transport=websocket", []])),
    ];
    assert_eq!(ann.received().await, greeting);

    ann.disconnect().await;
    assert!(!ann.is_connected().await && bob.is_connected().await);
    bob.disconnect().await;
    assert!(!bob.is_connected().await);
}

#[tokio::test]
async fn query_and_headers_of_the_handshake_reach_the_connect_handler() {
    let client = server()
        .test_client("/")
        .auth(&json!({ "pass": "word" }))
        .query("colour=red&colour=blue")
        .header("Authorization", "Bearer token");

    let mut ann = client.connect().await.unwrap();

    let (query, headers): (String, Vec<String>) = ann.expect("handshake").await;
    assert!(query.ends_with("&colour=red&colour=blue"), "{query}");
    assert_eq!(headers, ["authorization: Bearer token"]);
}

#[tokio::test]
async fn another_namespace_has_its_own_connect_handler() {
    let io = server();
    let mut ann = io.test_client("/news").connect().await.unwrap();

    let place: String = ann.expect("message").await;
    assert_eq!(place, "news");
    assert!(ann.is_connected().await);

    ann.disconnect().await;
    assert!(!ann.is_connected().await);
}

#[tokio::test]
async fn query_and_headers_reach_the_other_namespace_too() {
    let client = server().test_client("/news").query("page=2");

    let mut ann = client.header("X-Custom", "yes").connect().await.unwrap();

    let (query, headers): (String, Vec<String>) = ann.expect("handshake").await;
    assert!(query.ends_with("&page=2"), "{query}");
    assert_eq!(headers, ["x-custom: yes"]);
}

#[tokio::test]
async fn a_connect_handler_refuses_by_what_the_query_says() {
    let client = server().test_client("/").query("refuse=1");

    let refused = client.auth(&json!({ "pass": "word" })).connect().await;

    assert_eq!(refused.unwrap_err().message(), "not today");
}

#[tokio::test]
async fn leaving_calls_the_disconnect_handler() {
    let io = server();

    main_client(&io).await.disconnect().await;

    assert_eq!(noted(&io), ["/ client disconnect"]);
}

#[tokio::test]
async fn leaving_another_namespace_calls_the_handler_of_that() {
    let io = server();

    client_of(&io, "/news").await.disconnect().await;

    assert_eq!(noted(&io), ["/news client disconnect"]);
}
