//! A client that speaks HTTP/1.1 by hand over any stream, so that a test decides about every byte.

use std::{fmt, net::SocketAddr};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::{PATIENCE, WebSocket};

/// Anything that reads and writes.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// One connection, kept alive from request to request.
pub struct RawClient {
    pub(crate) stream: Box<dyn Stream>,
    /// What was read beyond the last response.
    pub(crate) buffer: Vec<u8>,
}

/// A response, whole.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
    /// The body, as it came.
    pub bytes: Vec<u8>,
}

impl Response {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// All values of a header.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let headers = self.headers.iter().filter(move |(key, _)| key == name);
        headers.map(|(_, value)| value.as_str())
    }
}

impl RawClient {
    /// Connects over TCP.
    pub async fn connect(addr: SocketAddr) -> Self {
        let stream = TcpStream::connect(addr).await.expect("the server listens");
        stream
            .set_nodelay(true)
            .expect("a TCP stream has the option");
        Self::over(stream)
    }

    /// Speaks over a stream that is there already.
    pub fn over(stream: impl Stream + 'static) -> Self {
        Self {
            stream: Box::new(stream),
            buffer: Vec::new(),
        }
    }

    /// Writes bytes as they are.
    pub async fn write(&mut self, bytes: &[u8]) {
        self.stream
            .write_all(bytes)
            .await
            .expect("the server takes what it is sent");
        self.stream
            .flush()
            .await
            .expect("the server takes what it is sent");
    }

    /// Writes a request and leaves its response for later. A header of the host is added.
    pub async fn send(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) {
        let mut head = format!("{method} {target} HTTP/1.1\r\nHost: server.test\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() || method == "POST" {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        head += "\r\n";
        head += body;
        self.write(head.as_bytes()).await;
    }

    /// Reads the next response.
    pub async fn receive(&mut self) -> Response {
        let head = loop {
            if let Some(end) = self
                .buffer
                .windows(4)
                .position(|bytes| bytes == b"\r\n\r\n")
            {
                break self.buffer.drain(..end + 4).collect::<Vec<_>>();
            }
            assert!(
                self.more().await,
                "the server closed the connection before it answered"
            );
        };
        let head = String::from_utf8(head).expect("a head is ASCII");
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut response = Response {
            status: status.expect("a response begins with its status"),
            headers,
            body: String::new(),
            bytes: Vec::new(),
        };
        let length = response
            .header("content-length")
            .map_or(0, |length| length.parse().expect("a length"));
        while self.buffer.len() < length {
            assert!(
                self.more().await,
                "the server closed the connection amid its answer"
            );
        }
        response.bytes = self.buffer.drain(..length).collect();
        response.body = String::from_utf8_lossy(&response.bytes).into_owned();
        response
    }

    /// A request and its response.
    pub async fn request(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response {
        self.send(method, target, headers, body).await;
        self.receive().await
    }

    /// A GET.
    pub async fn get(&mut self, target: &str) -> Response {
        self.request("GET", target, &[], "").await
    }

    /// Opens a WebSocket.
    ///
    /// # Errors
    ///
    /// The response, if it is another than `101`.
    pub async fn upgrade(
        mut self,
        target: &str,
        headers: &[(&str, &str)],
    ) -> Result<WebSocket, Response> {
        let mut all = vec![
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        all.retain(|(name, _)| {
            !headers
                .iter()
                .any(|(other, _)| other.eq_ignore_ascii_case(name))
        });
        all.extend(headers.iter().filter(|(_, value)| !value.is_empty()));
        let response = self.request("GET", target, &all, "").await;
        if response.status != 101 {
            return Err(response);
        }
        Ok(WebSocket::new(self, response))
    }

    /// Writes an opening by hand, and whatever follows it.
    pub async fn upgrade_with(mut self, bytes: &[u8]) -> WebSocket {
        self.write(bytes).await;
        let response = self.receive().await;
        assert_eq!(response.status, 101);
        WebSocket::new(self, response)
    }

    /// Waits for the server to close the connection.
    pub async fn closed(&mut self) {
        while self.more().await {}
    }

    /// Reads more into the buffer; `false` at the end of the stream.
    pub(crate) async fn more(&mut self) -> bool {
        let read = timeout(PATIENCE, self.stream.read_buf(&mut self.buffer)).await;
        // A connection that is reset is closed as well.
        read.expect("the server has something to say").unwrap_or(0) > 0
    }
}

impl fmt::Debug for RawClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawClient")
            .field("buffer", &self.buffer.len())
            .finish_non_exhaustive()
    }
}
