//! The handlers, the same in every namespace.

mod asking;
mod echo;
mod ending;
mod made;
mod rooms;
mod sending;

use socketio::Routes;

/// All of them.
pub(crate) fn routes() -> Routes {
    echo::routes()
        .and(made::routes())
        .and(asking::routes())
        .and(rooms::routes())
        .and(sending::routes())
        .and(ending::routes())
}
