//! A long-polling client of one session in the namespace `/`, over one connection kept alive.

use std::io::{self, Error};
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{http, source};

/// Separates the packets of one answer.
const SEPARATOR: char = '\x1e';

/// One client.
#[derive(Debug)]
pub(crate) struct PollingClient {
    stream: TcpStream,
    inbox: Vec<u8>,
    /// Path and query of the session, and the headers of every request.
    get: String,
    post: String,
}

impl PollingClient {
    /// Connects and joins the namespace `/`.
    pub(crate) async fn connect(server: SocketAddr) -> io::Result<Self> {
        let path = "/socket.io/?EIO=4&transport=polling";
        let mut client = Self {
            stream: source::connect(server).await?,
            inbox: Vec::with_capacity(1024),
            get: format!("GET {path} HTTP/1.1\r\nHost: {server}\r\n\r\n"),
            post: String::new(),
        };
        let open = client.get().await?;
        let sid = open
            .split_once("\"sid\":\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(sid, _)| sid)
            .ok_or_else(|| Error::other(format!("no sid: {open}")))?;
        client.get = format!("GET {path}&sid={sid} HTTP/1.1\r\nHost: {server}\r\n\r\n");
        client.post = format!(
            "POST {path}&sid={sid} HTTP/1.1\r\nHost: {server}\r\n\
             Content-Type: text/plain;charset=UTF-8\r\nContent-Length: "
        );
        client.post("40").await?;
        let joined = client.get().await?;
        if joined.starts_with("40{") {
            Ok(client)
        } else {
            Err(Error::other(format!("not joined: {joined}")))
        }
    }

    /// Sends one packet.
    pub(crate) async fn post(&mut self, packet: &str) -> io::Result<()> {
        let request = format!("{}{}\r\n\r\n{packet}", self.post, packet.len());
        match self.exchange(request.as_bytes()).await?.as_str() {
            "ok" => Ok(()),
            body => Err(Error::other(format!("the POST was answered with {body}"))),
        }
    }

    /// Waits for packets; pings among them are answered and left out.
    pub(crate) async fn get(&mut self) -> io::Result<String> {
        loop {
            let request = self.get.clone();
            let body = self.exchange(request.as_bytes()).await?;
            if !body.split(SEPARATOR).any(|packet| packet == "2") {
                return Ok(body);
            }
            self.post("3").await?;
            let others: Vec<_> = body
                .split(SEPARATOR)
                .filter(|&packet| packet != "2")
                .collect();
            if !others.is_empty() {
                return Ok(others.join("\x1e"));
            }
        }
    }

    /// One request and the body of its answer.
    async fn exchange(&mut self, request: &[u8]) -> io::Result<String> {
        self.stream.write_all(request).await?;
        self.inbox.clear();
        loop {
            if self.stream.read_buf(&mut self.inbox).await? == 0 {
                return Err(Error::other("the server closed the connection"));
            }
            let Some(head) = http::head(&self.inbox)? else {
                continue;
            };
            let len: usize = head
                .field("content-length")
                .and_then(|len| len.parse().ok())
                .ok_or_else(|| Error::other(format!("an answer without length: {}", head.text)))?;
            let Some(body) = self.inbox.get(head.len..head.len + len) else {
                continue;
            };
            let body = String::from_utf8_lossy(body).into_owned();
            return match head.status {
                200 => Ok(body),
                _ => Err(Error::other(format!("{} {body}", head.text))),
            };
        }
    }
}
