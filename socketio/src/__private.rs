//! What expansions of the macros may name, and nothing else. Not for users: any of it can change in any release.

pub use crate::{
    context::{Payload, blocking},
    route::{
        Kind, Listed, Location, Namespace, Optional, Order, Param, Plain, Required, Returned,
        Route, Routes, Unrouted, arg, callee::shim::calls::*, check, check_only, connect_reply,
        disconnect_reply, list, route,
    },
};

/// What an expansion brings into the scope of its own items.
pub mod import {
    pub use super::{Plain as _, Required as _};
    pub use crate::__private as __socketio;
}

/// What stands behind an entry of `routes![..]` that leads to a fn without an attribute.
///
/// Each path is imported under this name. A handler is a fn and a type, so its import hides this one; a mere fn leaves
/// it visible, and the expansion can say what is missing.
pub mod unlisted {
    /// Not a handler.
    #[derive(Debug)]
    pub struct __Handler {}
}
