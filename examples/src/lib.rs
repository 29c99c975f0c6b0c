//! What the example programs share: the look of their pages, the Socket.IO client for browsers, and the log.
//!
//! The programs are beside this folder, `chat.rs` for instance: `cargo run --example chat`.

mod address;
mod assets;
mod client_js;
mod log;

pub use self::{address::address, assets::assets, client_js::client_js, log::log};
