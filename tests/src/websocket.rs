//! A WebSocket by hand: masks what it is told to, checks nothing.

use tokio::io::{AsyncWrite, join, sink, split};

use crate::{RawClient, Response};

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// An open WebSocket.
#[derive(Debug)]
pub struct WebSocket {
    client: RawClient,
    /// The response that opened it.
    pub response: Response,
}

/// A frame of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its opcode: 1 is text, 2 binary, 8 close, 9 ping, 10 pong.
    pub opcode: u8,
    /// Whether it says that its message is compressed.
    pub compressed: bool,
    /// What it carries.
    pub payload: Vec<u8>,
}

impl WebSocket {
    pub(crate) fn new(client: RawClient, response: Response) -> Self {
        Self { client, response }
    }

    /// Writes bytes as they are.
    pub async fn write(&mut self, bytes: &[u8]) {
        self.client.write(bytes).await;
    }

    /// Sends a frame, whole and masked.
    pub async fn frame(&mut self, opcode: u8, payload: &[u8]) {
        self.write(&frame(0x80 | opcode, payload)).await;
    }

    /// Sends a text.
    pub async fn send(&mut self, text: &str) {
        self.frame(1, text.as_bytes()).await;
    }

    /// The next frame, or nothing at the end of the stream.
    pub async fn next(&mut self) -> Option<Frame> {
        let first = self.take(1).await?[0];
        let length = self.take(1).await?[0];
        assert!(length < 0x80, "a server does not mask");
        let length = match length {
            126 => self
                .take(2)
                .await?
                .iter()
                .fold(0, |length, &byte| length << 8 | usize::from(byte)),
            127 => self
                .take(8)
                .await?
                .iter()
                .fold(0, |length, &byte| length << 8 | usize::from(byte)),
            length => usize::from(length),
        };
        let payload = self.take(length).await?;
        Some(Frame {
            opcode: first & 0xf,
            compressed: first & 0x40 != 0,
            payload,
        })
    }

    /// The next frame, which is a text.
    pub async fn text(&mut self) -> String {
        let frame = self.next().await.expect("the session is open");
        assert_eq!(
            (frame.opcode, frame.compressed),
            (1, false),
            "a plain text frame"
        );
        String::from_utf8(frame.payload).expect("texts are UTF-8")
    }

    /// Reads until the server has closed; the code it gave.
    pub async fn closed(&mut self) -> Option<u16> {
        let mut code = None;
        while let Some(frame) = self.next().await {
            if let (8, Some(bytes)) = (frame.opcode, frame.payload.first_chunk()) {
                code = Some(u16::from_be_bytes(*bytes));
            }
        }
        code
    }

    /// Parts what is read from what is written, for tasks of their own.
    #[must_use]
    pub fn split(self) -> (Self, impl AsyncWrite + Send + Unpin) {
        let RawClient { stream, buffer } = self.client;
        let (read, write) = split(stream);
        let mut client = RawClient::over(join(read, sink()));
        client.buffer = buffer;
        (Self::new(client, self.response), write)
    }

    async fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        while self.client.buffer.len() < count {
            if !self.client.more().await {
                return None;
            }
        }
        Some(self.client.buffer.drain(..count).collect())
    }
}

/// A masked frame with any first byte.
#[must_use]
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match payload.len() {
        length @ 0..126 => bytes.push(0x80 | length as u8),
        length @ 126..0x1_0000 => {
            bytes.push(0x80 | 126);
            bytes.extend((length as u16).to_be_bytes());
        }
        length => {
            bytes.push(0x80 | 127);
            bytes.extend((length as u64).to_be_bytes());
        }
    }
    bytes.extend(MASK);
    bytes.extend(
        payload
            .iter()
            .enumerate()
            .map(|(i, byte)| byte ^ MASK[i % 4]),
    );
    bytes
}
