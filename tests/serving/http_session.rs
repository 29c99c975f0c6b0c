//! A login page, its cookie and sockets in one application: the example, used as a browser would.

#[path = "../../examples/sessions.rs"]
#[allow(dead_code, reason = "a program, of which `main` is not called")]
mod example;

use serde_json::{Value, json};
use socketio::ClientJs;
use tests::{Node, RawClient, WebSocket};

use crate::join;

/// A browser with a cookie.
struct Browser {
    node: Node,
    cookie: String,
}

impl Browser {
    async fn new() -> Self {
        Self {
            node: Node::serve(example::app(ClientJs::off())).await,
            cookie: String::new(),
        }
    }

    async fn login(&mut self, user: &str) {
        let mut client = RawClient::connect(self.node.addr).await;
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let response = client
            .request("POST", "/login", &form, &format!("user={user}"))
            .await;
        assert_eq!(response.status, 303);
        let cookie = response
            .header("set-cookie")
            .expect("the session has a cookie");
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }

    async fn session(&self) -> Value {
        let mut client = RawClient::connect(self.node.addr).await;
        let response = client
            .request("GET", "/session", &[("Cookie", &self.cookie)], "")
            .await;
        serde_json::from_str(&response.body).unwrap()
    }

    async fn set(&self, value: &str) {
        let mut client = RawClient::connect(self.node.addr).await;
        let headers = [
            ("Cookie", &*self.cookie),
            ("Content-Type", "application/json"),
        ];
        let response = client
            .request(
                "POST",
                "/session",
                &headers,
                &json!({ "value": value }).to_string(),
            )
            .await;
        assert_eq!(response.status, 204);
    }

    async fn join(&self, namespace: &str) -> Result<WebSocket, String> {
        join(
            RawClient::connect(self.node.addr).await,
            namespace,
            &[("Cookie", &self.cookie)],
        )
        .await
    }
}

async fn get(websocket: &mut WebSocket, prefix: &str) -> Value {
    websocket
        .send(&format!(r#"42{prefix}2["get-session"]"#))
        .await;
    let answer = websocket.text().await;
    let answer = answer.strip_prefix(&format!("43{prefix}2")).unwrap();
    let [content] = serde_json::from_str::<[Value; 1]>(answer).unwrap();
    content
}

/// Returns once it is done.
async fn set(websocket: &mut WebSocket, prefix: &str, value: &str) {
    websocket
        .send(&format!(r#"42{prefix}1["set-session","{value}"]"#))
        .await;
    assert_eq!(websocket.text().await, format!("43{prefix}1[]"));
}

#[tokio::test]
async fn who_has_not_logged_in_may_not_connect() {
    let browser = Browser::new().await;

    assert_eq!(
        browser.join("/").await.unwrap_err(),
        r#"44{"message":"log in first"}"#
    );
}

#[tokio::test]
async fn a_socket_has_a_copy_of_the_session_that_neither_side_changes_for_the_other() {
    let mut browser = Browser::new().await;
    browser.login("ann").await;
    browser.set("before").await;
    let mut socket = browser.join("/").await.unwrap();

    assert_eq!(
        get(&mut socket, "").await,
        json!({ "user": "ann", "value": "before" })
    );
    browser.set("by http").await;
    assert_eq!(get(&mut socket, "").await["value"], "before");
    set(&mut socket, "", "by socket").await;
    assert_eq!(get(&mut socket, "").await["value"], "by socket");
    assert_eq!(
        browser.session().await,
        json!({ "user": "ann", "value": "by http" })
    );
}

#[tokio::test]
async fn a_shared_session_is_one_for_both_sides() {
    let mut browser = Browser::new().await;
    browser.login("ann").await;
    let mut socket = browser.join("/shared").await.unwrap();

    set(&mut socket, "/shared,", "by socket").await;
    assert_eq!(
        browser.session().await,
        json!({ "user": "ann", "value": "by socket" })
    );
    browser.set("by http").await;
    assert_eq!(
        get(&mut socket, "/shared,").await,
        json!({ "user": "ann", "value": "by http" })
    );
}

#[tokio::test]
async fn a_copy_outlives_what_the_other_namespace_of_its_connection_loads() {
    let mut browser = Browser::new().await;
    browser.login("ann").await;
    browser.set("before").await;
    let mut socket = browser.join("/").await.unwrap();
    socket.send("40/shared,").await;
    assert!(socket.text().await.starts_with("40/shared,{"));

    set(&mut socket, "", "on the copy").await;
    browser.set("by http").await;

    assert_eq!(
        get(&mut socket, "/shared,").await["value"],
        "by http",
        "loaded"
    );
    assert_eq!(get(&mut socket, "").await["value"], "on the copy");
    set(&mut socket, "/shared,", "by socket").await;
    assert_eq!(get(&mut socket, "").await["value"], "on the copy");
    assert_eq!(browser.session().await["value"], "by socket");
}
