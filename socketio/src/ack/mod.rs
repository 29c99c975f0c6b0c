//! Acknowledgements we wait for. Knows ids, sids and raw arguments; how a question travels is not its
//! business.

mod acks;
mod answers;
mod arrivals;
mod elsewhere;
mod error;
mod pending;
#[cfg(test)]
mod tests;

pub use acks::{Acks, FromAnswer};
pub(crate) use answers::Answers;
pub use error::AckError;
pub(crate) use pending::Pending;
