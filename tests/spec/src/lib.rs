//! A server whose events take every form that a type can have, for the documents of its contract.

mod chat;
mod forms;
mod rooms;

use socketio::{SocketIo, events, routes};

/// The server.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn app() -> SocketIo {
    SocketIo::builder()
        .routes(forms::routes())
        .routes(routes![
            chat::connect,
            chat::say,
            chat::typing,
            chat::upload,
            chat::misbehave,
            chat::later,
            chat::other
        ])
        .routes(routes![rooms::enter, rooms::draw])
        .namespace(rooms::Board)
        .events(events![chat::UserJoined, chat::Typing, chat::AreYouSure => bool, forms::Changed])
        .build()
        .expect("it is complete")
}
