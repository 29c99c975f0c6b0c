//! Whether an application holds a server already. Axum's router does not tell what is in it, but whoever copies what is in
//! it copies our service, and a copy of that can be noticed.

use std::{cell::Cell, sync::Arc};

use crate::server::app::App;

thread_local! {
    /// The server that is looked for by this thread at this moment, and whether it was found. For a thread, since other
    /// threads copy services while they serve requests.
    static SOUGHT: Cell<Option<Sought>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct Sought {
    app: *const App,
    found: bool,
}

/// The server of a service that may be in an application.
#[derive(Debug)]
pub(super) struct Mounted(pub(super) Arc<App>);

impl Clone for Mounted {
    fn clone(&self) -> Self {
        if let Some(sought) = SOUGHT.get()
            && sought.app == Arc::as_ptr(&self.0)
        {
            let found = true;
            SOUGHT.set(Some(Sought { found, ..sought }));
        }
        Self(Arc::clone(&self.0))
    }
}

/// Whether the service of this server is in an application, below whatever layers.
#[cfg(feature = "axum")]
pub(in crate::server) fn holds(application: &axum::Router, app: &Arc<App>) -> bool {
    SOUGHT.set(Some(Sought {
        app: Arc::as_ptr(app),
        found: false,
    }));
    // A clone of a router shares its contents until it is changed, and copies them then. This change has the least effect.
    drop(application.clone().without_v07_checks());
    SOUGHT.take().is_some_and(|sought| sought.found)
}
