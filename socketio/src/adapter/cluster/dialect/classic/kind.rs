//! The kinds of requests, as the classic adapter numbers them.

pub(super) const JOIN: u64 = 2;
pub(super) const LEAVE: u64 = 3;
pub(super) const DISCONNECT: u64 = 4;
pub(super) const FETCH: u64 = 5;
pub(super) const NODE_EVENT: u64 = 6;
pub(super) const ASK: u64 = 7;
pub(super) const ASKED: u64 = 8;
pub(super) const ANSWER: u64 = 9;
