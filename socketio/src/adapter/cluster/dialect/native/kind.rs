//! The kinds of messages, as Node's cluster adapter numbers them.

use crate::adapter::cluster::message::Message;

pub(super) const HELLO: u8 = 1;
pub(super) const HEARTBEAT: u8 = 2;
pub(super) const EVENT: u8 = 3;
pub(super) const JOIN: u8 = 4;
pub(super) const LEAVE: u8 = 5;
pub(super) const DISCONNECT: u8 = 6;
pub(super) const FETCH: u8 = 7;
pub(super) const FETCHED: u8 = 8;
pub(super) const NODE_EVENT: u8 = 9;
pub(super) const NODE_REPLY: u8 = 10;
pub(super) const ASKED: u8 = 11;
pub(super) const ANSWER: u8 = 12;
pub(super) const GOODBYE: u8 = 13;

/// The number of a message's kind.
pub(super) fn kind(message: &Message<'_>) -> u8 {
    match message {
        Message::Hello => HELLO,
        Message::Heartbeat => HEARTBEAT,
        Message::Goodbye => GOODBYE,
        Message::Event { .. } => EVENT,
        Message::Join { .. } => JOIN,
        Message::Leave { .. } | Message::Close { .. } => LEAVE,
        Message::Disconnect { .. } => DISCONNECT,
        Message::Fetch { .. } => FETCH,
        Message::Fetched { .. } => FETCHED,
        Message::NodeEvent { .. } => NODE_EVENT,
        Message::NodeReply { .. } => NODE_REPLY,
        Message::Asked { .. } => ASKED,
        Message::Answer { .. } => ANSWER,
    }
}
