//! Bodies: what POSTs have brought and the session has not read yet.

use std::collections::VecDeque;

use bytes::{Buf as _, Bytes};

use crate::engine::{
    format::{packet::PacketError, payload},
    transport::{
        inbox::{Inbox, Span},
        received::Received,
    },
};

/// Bodies that are not read yet. A body is never moved as a whole: reading a packet costs what the packet is long,
/// however few packets a turn reads and however many are behind them.
#[derive(Debug, Default)]
pub(in crate::engine) struct Bodies(VecDeque<Bytes>);

impl Bodies {
    pub(in crate::engine) fn push(&mut self, body: &[u8]) {
        if !body.is_empty() {
            // A copy: the body may be a small part of what the HTTP connection has read, and would keep all of that.
            self.0.push_back(Bytes::copy_from_slice(body));
        }
    }

    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next packet, put into the inbox; `None` once all are read.
    pub(in crate::engine) fn next(
        &mut self,
        inbox: &mut Inbox,
    ) -> Result<Option<Received>, PacketError> {
        let Some(body) = self.0.front_mut() else {
            return Ok(None);
        };
        let (part, next) = payload::first(body);
        let span = match payload::binary(part) {
            Some(bytes) => Received::Binary(inbox.assemble(bytes?)),
            None => {
                inbox.push(part);
                Received::Text(Span::Buffer(inbox.consume(0, part.len())))
            }
        };
        body.advance(next);
        if body.is_empty() {
            self.0.pop_front();
        }
        if self.0.is_empty() {
            self.0 = VecDeque::new();
        }
        Ok(Some(span))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// The texts of the next packets, read in one turn.
    fn turn(bodies: &mut Bodies, most: usize) -> Vec<String> {
        let mut inbox = Inbox::take(Vec::new());
        let mut texts = Vec::new();
        while texts.len() < most
            && let Some(received) = bodies.next(&mut inbox).unwrap()
        {
            let (Received::Text(span) | Received::Binary(span)) = received else {
                panic!("{received:?}");
            };
            texts.push(String::from_utf8(inbox.get(&span).to_vec()).unwrap());
        }
        assert!(inbox.put().is_empty(), "nothing is left outside of bodies");
        texts
    }

    #[test]
    fn packets_come_in_order_however_many_a_turn_reads() {
        for most in 1..6 {
            let mut bodies = Bodies::default();
            bodies.push(b"4one\x1ebdHdv");
            bodies.push(b"4three\x1e4four");
            let mut texts = Vec::new();

            while !bodies.is_empty() {
                texts.extend(turn(&mut bodies, most));
            }

            assert_eq!(texts, ["4one", "two", "4three", "4four"], "{most}");
        }
    }

    #[test]
    fn a_body_is_read_in_linear_time_when_a_turn_reads_one_packet() {
        const PACKETS: usize = 400_000;
        let mut bodies = Bodies::default();
        bodies.push("4x\x1e4longer\x1e".repeat(PACKETS / 2).as_bytes());
        let begun = Instant::now();

        let mut read = 0;
        while !bodies.is_empty() {
            read += turn(&mut bodies, 1).len();
            // Milliseconds in linear time, minutes otherwise.
            assert!(begun.elapsed() < Duration::from_secs(20), "{read} are read");
        }

        assert_eq!(read, PACKETS);
    }
}
