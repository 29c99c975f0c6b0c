//! The client's end of a pipe: writes masked WebSocket frames, and reads frames. It trusts the server.

use std::io;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf};

use crate::engine::websocket::frame::{self, Opcode};

/// The mask of all frames. It need not be random, since no proxy sees them.
const MASK: [u8; 4] = [0x5a, 0x0f, 0xc3, 0x96];

/// A frame that the server wrote.
#[derive(Debug)]
pub(super) enum Frame {
    Text(String),
    Binary(Bytes),
    Pong(Vec<u8>),
    Close,
}

/// The half that writes.
#[derive(Debug)]
pub(super) struct Sender(pub(super) WriteHalf<DuplexStream>);

/// The half that reads.
#[derive(Debug)]
pub(super) struct Receiver(pub(super) ReadHalf<DuplexStream>);

impl Sender {
    pub(super) async fn text(&mut self, text: &str) -> io::Result<()> {
        self.frame(Opcode::Text, text.as_bytes()).await
    }

    pub(super) async fn binary(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.frame(Opcode::Binary, bytes).await
    }

    pub(super) async fn ping(&mut self, payload: &[u8]) -> io::Result<()> {
        self.frame(Opcode::Ping, payload).await
    }

    /// Says that the client writes nothing more.
    pub(super) async fn hang_up(&mut self) {
        // An error means that the server has closed the connection already.
        let _ = self.0.shutdown().await;
    }

    async fn frame(&mut self, opcode: Opcode, payload: &[u8]) -> io::Result<()> {
        let (header, size) = frame::header(opcode, payload.len());
        let mut bytes = Vec::with_capacity(size + MASK.len() + payload.len());
        bytes.extend_from_slice(&header[..size]);
        bytes[1] |= frame::MASKED;
        bytes.extend(MASK);
        let start = bytes.len();
        bytes.extend_from_slice(payload);
        frame::unmask(&mut bytes[start..], MASK);
        self.0.write_all(&bytes).await
    }
}

impl Receiver {
    /// Reads the next frame.
    ///
    /// # Errors
    ///
    /// The connection has ended.
    pub(super) async fn frame(&mut self) -> io::Result<Frame> {
        loop {
            let first = self.0.read_u8().await?;
            let length = match self.0.read_u8().await? {
                126 => u64::from(self.0.read_u16().await?),
                127 => self.0.read_u64().await?,
                short => u64::from(short),
            };
            let mut payload = vec![0; usize::try_from(length).map_err(io::Error::other)?];
            self.0.read_exact(&mut payload).await?;
            return Ok(match Opcode::of(first & 0x0f) {
                Some(Opcode::Text) => {
                    Frame::Text(String::from_utf8(payload).map_err(io::Error::other)?)
                }
                Some(Opcode::Binary) => Frame::Binary(payload.into()),
                Some(Opcode::Pong) => Frame::Pong(payload),
                Some(Opcode::Close) => Frame::Close,
                _ => continue,
            });
        }
    }
}
