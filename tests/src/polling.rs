//! A polling session by hand: GETs and POSTs with its id.

use std::net::SocketAddr;

use serde_json::Value;

use crate::{RawClient, Response, WebSocket};

const SEPARATOR: char = '\u{1e}';

/// A session over HTTP long-polling.
#[derive(Debug)]
pub struct Polling {
    addr: SocketAddr,
    /// For POSTs, so that they need not wait for a GET.
    sender: RawClient,
    receiver: RawClient,
    /// What the server said when it opened the session.
    pub open: Value,
    /// The response that opened it.
    pub response: Response,
}

impl Polling {
    /// Opens a session at `/socket.io/`.
    pub async fn open(addr: SocketAddr) -> Self {
        let mut receiver = RawClient::connect(addr).await;
        let response = receiver.get("/socket.io/?EIO=4&transport=polling").await;
        assert_eq!(response.status, 200, "{}", response.body);
        let open = response
            .body
            .strip_prefix('0')
            .expect("the first packet is open");
        let open = serde_json::from_str(open).expect("open is JSON");
        Self {
            addr,
            sender: RawClient::connect(addr).await,
            receiver,
            open,
            response,
        }
    }

    /// Opens a session and joins the main namespace.
    pub async fn joined(addr: SocketAddr) -> Self {
        let mut session = Self::open(addr).await;
        session.post("40").await;
        assert!(session.get().await.starts_with("40{"));
        session
    }

    /// The id of the session.
    #[must_use]
    pub fn sid(&self) -> &str {
        self.open["sid"].as_str().expect("a sid is a string")
    }

    /// Path and query of the session's requests.
    #[must_use]
    pub fn target(&self) -> String {
        format!("/socket.io/?EIO=4&transport=polling&sid={}", self.sid())
    }

    /// Delivers packets.
    pub async fn post(&mut self, body: &str) {
        let response = self.try_post(body).await;
        assert_eq!((response.status, response.body.as_str()), (200, "ok"));
    }

    /// Delivers packets, or something else.
    pub async fn try_post(&mut self, body: &str) -> Response {
        let target = self.target();
        let headers = [("Content-Type", "text/plain;charset=UTF-8")];
        self.sender.request("POST", &target, &headers, body).await
    }

    /// Polls once.
    pub async fn get(&mut self) -> String {
        let response = self.try_get().await;
        assert_eq!(response.status, 200, "{}", response.body);
        response.body
    }

    /// Polls once, perhaps in vain.
    pub async fn try_get(&mut self) -> Response {
        self.begin_get().await;
        self.finish_get().await
    }

    /// Sends the request of a poll.
    pub async fn begin_get(&mut self) {
        let target = self.target();
        self.receiver.send("GET", &target, &[], "").await;
    }

    /// Waits for the response of a poll.
    pub async fn finish_get(&mut self) -> Response {
        self.receiver.receive().await
    }

    /// Breaks the connection that polls.
    pub async fn abort_get(&mut self) {
        self.receiver = RawClient::connect(self.addr).await;
    }

    /// Polls until `count` packets have come.
    pub async fn packets(&mut self, count: usize) -> Vec<String> {
        let mut packets = Vec::new();
        while packets.len() < count {
            packets.extend(self.get().await.split(SEPARATOR).map(str::to_owned));
        }
        packets
    }

    /// Opens a WebSocket for this session.
    ///
    /// # Errors
    ///
    /// The response, if the server refuses.
    pub async fn websocket(&self) -> Result<WebSocket, Response> {
        self.websocket_with(&[]).await
    }

    async fn websocket_with(&self, headers: &[(&str, &str)]) -> Result<WebSocket, Response> {
        let target = self.target().replace("polling", "websocket");
        let client = RawClient::connect(self.addr).await;
        client.upgrade(&target, headers).await
    }

    /// Moves to a WebSocket.
    pub async fn upgrade(&self) -> WebSocket {
        self.upgrade_with(&[]).await
    }

    /// Moves to a WebSocket that is opened with more headers.
    pub async fn upgrade_with(&self, headers: &[(&str, &str)]) -> WebSocket {
        let opened = self.websocket_with(headers).await;
        let mut websocket = opened.expect("the session may move");
        websocket.send("2probe").await;
        assert_eq!(websocket.text().await, "3probe");
        websocket.send("5").await;
        websocket
    }
}
