//! Acknowledgements we wait for. Knows ids, sids and raw arguments; how a question travels is not its
//! business.

mod acks;
mod answers;
mod error;
mod pending;

pub use acks::{Acks, FromAnswer};
pub(crate) use answers::Answers;
pub use error::AckError;
pub(crate) use pending::Pending;
