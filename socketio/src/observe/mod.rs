//! What happens to sessions and sockets, in words that every floor shares. Knows nobody who uses them.

mod reason;
mod transport_kind;

pub use self::{reason::Reason, transport_kind::TransportKind};
