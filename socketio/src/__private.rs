//! What expansions of the macros may name, and nothing else. Not for users: any of it can change in any release.

pub use crate::event::Payload;
#[cfg(feature = "spec")]
pub use crate::route::contract::Unnamed;
#[cfg(feature = "server")]
pub use crate::route::contract::described;
#[cfg(feature = "server")]
pub use crate::{
    context::blocking,
    route::{
        Guard, Kind, Limits, Listed, Location, Middleware, Namespace, Optional, Order, ParamInfo,
        Plain, Required, Returned, Route, Routes, Unrouted, arg, callee::shim::calls::*, check,
        check_in, check_only, connect_reply, disconnect_reply, guard, list, middleware, route,
    },
};

/// What describes a handler.
#[cfg(feature = "spec")]
pub mod contract {
    pub use crate::route::contract::{Describe, Description, NoError, Otherwise, Probe, Typed};
}

/// What an expansion brings into the scope of its own items.
#[cfg(feature = "server")]
pub mod import {
    pub use super::{Plain as _, Required as _};
    pub use crate::__private as __socketio;
}

/// What stands behind an entry of `routes![..]` that leads to a fn without an attribute.
///
/// Each path is imported under the name `__Handler`. A handler is a fn and a type, so its import hides both of these. A mere fn leaves
/// the type visible, and a fn that is private leaves the value visible: the expansion can say what is wrong.
pub mod unlisted {
    /// Not a handler.
    #[derive(Debug)]
    pub struct __Handler {}

    /// Not a fn, and told from one by its size.
    #[allow(non_upper_case_globals, reason = "it has the name of the type")]
    pub const __Handler: u8 = 0;

    /// Imported as what is listed by a name alone, so that such an import finds something in any case.
    pub const fn value() {}
}
