//! What is called for an event: a fn, a method or a closure, with what makes its arguments.

mod closure;
mod function;
mod guard;
pub(crate) mod shim;
mod target;

pub use closure::HandlerFn;
pub(super) use closure::callee;
pub(super) use guard::guard_of;
pub use guard::{Guard, GuardFn, guard};
pub(super) use shim::Callee;
pub(super) use target::Target;
