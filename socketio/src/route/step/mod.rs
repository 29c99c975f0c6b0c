//! What happens between the arrival of an event and the call of its handler.

mod extract;

pub(super) use extract::call;
