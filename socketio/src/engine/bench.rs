//! What benches reach of the engine: frames and polling bodies, by the calls that connections make, without one.

use bytes::Bytes;

use super::{
    format::payload::{self, Payload, PollingBody as _},
    transport::{received::Received, stream::Stream, websocket::WebSocket},
};

/// A WebSocket that is fed by hand.
#[derive(Debug)]
pub struct Frames(WebSocket);

impl Default for Frames {
    fn default() -> Self {
        let (websocket, _) = WebSocket::new(Stream::other(tokio::io::empty(), Bytes::new()));
        Self(websocket)
    }
}

impl Frames {
    /// Reads a client's frames; how many bytes their messages have.
    pub fn read(&mut self, frames: &[u8]) -> usize {
        let mut inbox = self.0.take_inbox();
        inbox.push(frames);
        let mut size = 0;
        while let Some(received) = self.0.next(&mut inbox, usize::MAX).expect("frames") {
            if let Received::Text(span) | Received::Binary(span) = received {
                size += inbox.get(&span).len();
            }
        }
        self.0.stash(inbox);
        size
    }
}

/// Reads the body of a POST; how many bytes its packets have.
pub fn read_payload(body: &[u8]) -> usize {
    payload::check(body).expect("a payload");
    let (mut rest, mut size) = (body, 0);
    while !rest.is_empty() {
        let (part, next) = payload::first(rest);
        size += match payload::binary(part) {
            Some(bytes) => bytes.expect("base64").len(),
            None => part.len(),
        };
        rest = &rest[next..];
    }
    size
}

/// Writes the body of a GET.
pub fn write_payload(texts: &[&[u8]], attachments: &[&[u8]]) -> Vec<u8> {
    let mut payload = Payload::default();
    for text in texts {
        payload.push_text(text);
    }
    for bytes in attachments {
        payload.push_binary(bytes);
    }
    payload.into_body()
}
