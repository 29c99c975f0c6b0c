//! The macros of [`socketio`](https://docs.rs/socketio), which re-exports and documents them.
//!
//! Three stages: *parse* knows Rust, *model* knows Socket.IO, *expand* decides nothing.
//!
#![doc = include_str!("../docs/compile-time.md")]

mod diagnostic;
mod expand;
#[cfg(test)]
mod golden;
mod model;
mod parse;
#[cfg(test)]
mod unfinished;

use proc_macro::TokenStream;

use expand::Contract;

/// Whether handlers are described, for the contract.
const CONTRACT: Contract = if cfg!(feature = "spec") {
    Contract::Recorded
} else {
    Contract::Absent
};

/// Makes a fn the handler of an event: `#[on("my event")]`, `"*"` for all others, `"connect"` or `"disconnect"`.
///
/// Keys: `namespace = "/chat"`, `concurrent`, `concurrent = 4`, `latest`, `serial`, `blocking`, `guard = is_admin`,
/// `middleware = logged`, `rate = "20/s"`, `max_size = "16KiB"`, `timeout = "2s"`, `crate = "path"`. What each means, and what the fn can take and return, is told at `socketio::on`, with examples.
#[proc_macro_attribute]
pub fn on(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::handler(model::Macro::On, arguments.into(), item.into(), CONTRACT).into()
}

/// Makes a fn the handler of the event that has the name of the fn. Keys are those of [`macro@on`].
///
/// It has examples at `socketio::event`.
#[proc_macro_attribute]
pub fn event(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::handler(model::Macro::Event, arguments.into(), item.into(), CONTRACT).into()
}

/// Makes a fn the handler of the errors of a namespace: `#[on_error]`, `#[on_error(namespace = "/chat")]`.
///
/// What it takes and returns is told at `socketio::on_error`, with an example.
#[proc_macro_attribute]
pub fn on_error(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::handler(
        model::Macro::OnError,
        arguments.into(),
        item.into(),
        CONTRACT,
    )
    .into()
}

/// Makes a fn the handler of the errors of all namespaces that have no [`macro@on_error`].
///
/// It has an example at `socketio::on_error_default`.
#[proc_macro_attribute]
pub fn on_error_default(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::handler(
        model::Macro::OnErrorDefault,
        arguments.into(),
        item.into(),
        CONTRACT,
    )
    .into()
}

/// Makes an `impl` block a namespace: `#[namespace("/chat")]`; the methods with an attribute are its handlers.
///
/// It has an example at `socketio::namespace`.
#[proc_macro_attribute]
pub fn namespace(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::class(arguments.into(), item.into(), CONTRACT).into()
}

/// Lists the handlers of a server by their paths: `routes![ping, chat::leave]`. Two for one event are a compile error.
///
/// It has an example at `socketio::routes`.
#[proc_macro]
pub fn routes(input: TokenStream) -> TokenStream {
    expand::routes(input.into()).into()
}

/// Derives the name and the namespace of an event that the server sends, from `#[event("name", namespace = "/chat")]`.
///
/// It has an example at `socketio::Event`.
#[proc_macro_derive(Event, attributes(event))]
pub fn derive_event(item: TokenStream) -> TokenStream {
    expand::event(item.into()).into()
}
