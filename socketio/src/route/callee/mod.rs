//! What is called for an event: a fn, a method or a closure, with what makes its arguments.

mod callable;
mod closure;
mod function;
mod guard;
mod middleware;
pub(crate) mod shim;

pub(super) use callable::Callable;
pub use closure::HandlerFn;
pub(super) use closure::callee;
pub(super) use guard::guard_of;
pub use guard::{Guard, GuardFn, guard};
pub(super) use middleware::middleware_of;
pub use middleware::{Middleware, MiddlewareFn, middleware};
pub(super) use shim::Callee;
