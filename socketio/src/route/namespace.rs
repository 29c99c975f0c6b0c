//! Namespace: an object whose methods are the handlers of one namespace.

use super::{Limits, Location, Middleware, ParamInfo, Route};

/// A class-based namespace: implemented by `#[namespace("/chat")]` on an `impl` block.
///
/// One object serves all clients; what it holds is the state of its handlers. The attribute alone implements it: what a
/// namespace consists of beside its name is not public, and may change with any release.
///
/// ```
/// use std::sync::Mutex;
/// use socketio::{Routes, namespace};
///
/// #[derive(Default)]
/// struct Chat {
///     lines: Mutex<Vec<String>>,
/// }
///
/// #[namespace("/chat")]
/// impl Chat {
///     #[on("say")]
///     async fn say(&self, line: String) -> usize {
///         let mut lines = self.lines.lock().unwrap();
///         lines.push(line);
///         lines.len()
///     }
/// }
///
/// let routes = Routes::new().namespace(Chat::default());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a namespace",
    label = "it has no handlers",
    note = "write `#[namespace(\"/name\")]` above an `impl` block of it"
)]
pub trait Namespace: Send + Sync + Sized + 'static {
    /// Its name.
    const NAMESPACE: &'static str;

    /// The handlers.
    #[doc(hidden)]
    const ROUTES: &'static [Route];

    /// The parameters of each handler, for the rules about parameters.
    #[doc(hidden)]
    const PARAMS: &'static [&'static [ParamInfo]];

    /// The limits of all its events together.
    #[doc(hidden)]
    const LIMITS: Limits = Limits::new();

    /// What makes the middlewares of all its events.
    #[doc(hidden)]
    const MIDDLEWARES: &'static [fn() -> Middleware] = &[];

    /// The place of the attribute in the source.
    #[doc(hidden)]
    const LOCATION: Location;
}
