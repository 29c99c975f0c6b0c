//! The contract of a server: what its events are, as documents for those who write clients. It is made of what the macros
//! record of each handler, and of the typed events that the program lists.

mod asyncapi;
mod collect;
mod documents;
mod error;
mod event;
mod model;
mod names;
#[cfg(feature = "axum")]
mod page;
mod schema;
mod types;
mod typescript;
mod unchanged;
mod yaml;

pub use crate::route::contract::ErrorKinds;
pub(crate) use documents::Sources;
pub use documents::Spec;
pub use error::SpecError;
pub use event::{Described, Events};
pub(crate) use model::Format;
