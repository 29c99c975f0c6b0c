//! A WebSocket client of one connection in the namespace `/`.
//!
//! Answers the engine's pings by itself; every other message is the caller's.

use std::io::{self, Error, ErrorKind};
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Dialect, dialect::inflate, frame, http, source};

/// An idle client holds this much; a busy one grows.
const INBOX: usize = 2 * 1024;
/// The key of RFC 6455, section 1.3, and the answer it must get.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ANSWER: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// One client.
#[derive(Debug)]
pub(crate) struct Client {
    stream: TcpStream,
    inbox: Vec<u8>,
    /// What of `inbox` was received and not yet handed out.
    start: usize,
    end: usize,
    outbox: Vec<u8>,
    dialect: Dialect,
    /// The last message that came compressed, as it was before.
    inflated: Vec<u8>,
}

impl Client {
    /// Connects and joins the namespace `/`.
    pub(crate) async fn connect(server: SocketAddr) -> io::Result<Self> {
        Self::connect_in(Dialect::Json, server).await
    }

    /// The same in another form of packets.
    pub(crate) async fn connect_in(dialect: Dialect, server: SocketAddr) -> io::Result<Self> {
        let stream = source::connect(server).await?;
        let mut client = Self {
            stream,
            inbox: vec![0; INBOX],
            start: 0,
            end: 0,
            outbox: Vec::new(),
            dialect,
            inflated: Vec::new(),
        };
        client.upgrade(server).await?;
        client.expect(b"0{").await?;
        if let Some(connect) = dialect.connect() {
            client.push(&[connect]);
            client.flush().await?;
        }
        client.expect(dialect.connected()).await?;
        Ok(client)
    }

    async fn upgrade(&mut self, server: SocketAddr) -> io::Result<()> {
        let request = format!(
            "GET /socket.io/?EIO={}&transport=websocket HTTP/1.1\r\nHost: {server}\r\n\
             Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: {KEY}\r\n{}\r\n",
            self.dialect.revision(),
            self.dialect.header(),
        );
        self.stream.write_all(request.as_bytes()).await?;
        loop {
            self.fill().await?;
            let Some(head) = http::head(&self.inbox[..self.end])? else {
                continue;
            };
            if head.status != 101 || head.field("sec-websocket-accept") != Some(ANSWER) {
                return Err(Error::other(format!("no upgrade: {}", head.text)));
            }
            self.start = head.len;
            return Ok(());
        }
    }

    /// Queues a packet made of the parts; `flush` sends it.
    pub(crate) fn push(&mut self, parts: &[&[u8]]) {
        self.dialect.write(&mut self.outbox, parts);
    }

    /// Queues a binary message.
    pub(crate) fn push_binary(&mut self, payload: &[u8]) {
        frame::write(&mut self.outbox, frame::BINARY, &[payload]);
    }

    /// Sends all that is queued, with one system call if the socket takes it.
    pub(crate) async fn flush(&mut self) -> io::Result<()> {
        if !self.outbox.is_empty() {
            self.stream.write_all(&self.outbox).await?;
            self.outbox.clear();
        }
        Ok(())
    }

    /// Waits until something has arrived; one read. Safe to cancel.
    pub(crate) async fn fill(&mut self) -> io::Result<()> {
        match self.stream.read(&mut self.inbox[self.end..]).await? {
            0 => Err(Error::new(
                ErrorKind::UnexpectedEof,
                "the server closed the connection",
            )),
            count => {
                self.end += count;
                // There was more than there was room for: the next read shall get it all.
                if self.end == self.inbox.len() {
                    self.inbox.resize(2 * self.end, 0);
                }
                Ok(())
            }
        }
    }

    /// The next message that has arrived, without waiting. To be called until it gives `None`.
    pub(crate) fn message(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            let Some(frame) = frame::read(&self.inbox[self.start..self.end])? else {
                self.inbox.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.start = 0;
                return Ok(None);
            };
            let payload = self.start + frame.payload.start..self.start + frame.payload.end;
            self.start = payload.end;
            match (frame.head, &self.inbox[payload.clone()]) {
                (frame::TEXT, b"2") => frame::write(&mut self.outbox, frame::TEXT, &[b"3"]),
                (frame::TEXT | frame::BINARY, _) => return Ok(Some(&self.inbox[payload])),
                (frame::TEXT_DEFLATED, compressed) => {
                    self.inflated = inflate(compressed)?;
                    return Ok(Some(&self.inflated));
                }
                (frame::PING, _) => {
                    let payload = &self.inbox[payload];
                    frame::write(&mut self.outbox, frame::PONG, &[payload]);
                }
                (frame::PONG, _) => {}
                (head, payload) => {
                    let text = String::from_utf8_lossy(payload);
                    return Err(Error::other(format!("unexpected frame {head:#x}: {text}")));
                }
            }
        }
    }

    /// Waits for the next message.
    pub(crate) async fn next_message(&mut self) -> io::Result<Vec<u8>> {
        loop {
            if let Some(message) = self.message()? {
                return Ok(message.to_vec());
            }
            self.flush().await?;
            self.fill().await?;
        }
    }

    /// Waits for the next message, which must begin with `start`.
    pub(crate) async fn expect(&mut self, start: &[u8]) -> io::Result<Vec<u8>> {
        let message = self.next_message().await?;
        if message.starts_with(start) {
            return Ok(message);
        }
        let (want, got) = (
            String::from_utf8_lossy(start),
            String::from_utf8_lossy(&message),
        );
        Err(Error::other(format!("expected {want}, received {got}")))
    }

    /// Does nothing but answer pings.
    pub(crate) async fn idle(mut self) -> io::Result<()> {
        loop {
            self.fill().await?;
            while self.message()?.is_some() {}
            self.flush().await?;
        }
    }

    /// Closes the WebSocket and waits until the server has closed the connection.
    pub(crate) async fn close(mut self) -> io::Result<()> {
        // 1000, a normal end.
        frame::write(&mut self.outbox, frame::CLOSE, &[&1000_u16.to_be_bytes()]);
        self.flush().await?;
        // What still comes is of no interest, nor is how the end comes.
        while !matches!(self.stream.read(&mut self.inbox).await, Ok(0) | Err(_)) {}
        Ok(())
    }
}
