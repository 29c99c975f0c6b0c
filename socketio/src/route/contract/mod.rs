//! What the macros record of a handler for the contract, with the feature `spec`.

mod description;
mod recorded;

pub use description::{
    Describe, Description, ErrorKinds, NoError, Otherwise, Probe, Typed, Unnamed, described,
};
pub(crate) use recorded::Recorded;
