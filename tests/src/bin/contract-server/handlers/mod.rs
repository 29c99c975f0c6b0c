//! The handlers, the same in every namespace.

mod asking;
mod echo;
mod ending;
mod made;
mod rooms;
mod sending;

use socketio::{Args, Routes, emit, on, routes};

/// All of them.
pub(crate) fn routes() -> Routes {
    routes![forbidden]
        .and(echo::routes())
        .and(made::routes())
        .and(asking::routes())
        .and(rooms::routes())
        .and(sending::routes())
        .and(ending::routes())
}

/// Instead of any other handler, the catch-all included.
#[on("forbidden", namespace = "/chat")]
async fn forbidden(_args: Args) -> socketio::Result {
    emit("mw_error", "forbidden event").await?;
    Ok(())
}
