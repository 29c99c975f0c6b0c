//! Acknowledgements we wait for. Knows ids, sids and raw arguments; how a question travels is not its
//! business.

mod acks;
mod answers;
mod arrivals;
mod awaited;
mod elsewhere;
mod error;
mod missing;
mod pending;
#[cfg(test)]
mod tests;

pub use acks::{Acks, FromAnswer};
pub(crate) use answers::Answers;
pub(crate) use awaited::{Awaited, Relay, take as take_awaited};
pub use elsewhere::NodeId;
pub use error::AckError;
pub use missing::Missing;
pub(crate) use pending::Pending;
