//! Tokens to syntax. Knows Rust, knows nothing of Socket.IO.

mod attribute;
mod block;
mod function;
mod list;

pub(crate) use attribute::{Arguments, Key, Value, not_a_literal};
pub(crate) use block::{Block, Member};
pub(crate) use function::Function;
pub(crate) use list::List;
