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

/// A handler of one event. Documented in `socketio`.
#[proc_macro_attribute]
pub fn on(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::handler(model::Macro::On, arguments.into(), item.into()).into()
}

/// A handler of the event with the name of the fn. Documented in `socketio`.
#[proc_macro_attribute]
pub fn event(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::handler(model::Macro::Event, arguments.into(), item.into()).into()
}

/// A handler of the errors of one namespace. Documented in `socketio`.
#[proc_macro_attribute]
pub fn on_error(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::handler(model::Macro::OnError, arguments.into(), item.into()).into()
}

/// A handler of the errors of all other namespaces. Documented in `socketio`.
#[proc_macro_attribute]
pub fn on_error_default(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::handler(model::Macro::OnErrorDefault, arguments.into(), item.into()).into()
}

/// A namespace as an `impl` block. Documented in `socketio`.
#[proc_macro_attribute]
pub fn namespace(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::class(arguments.into(), item.into()).into()
}

/// The list of handlers of a server. Documented in `socketio`.
#[proc_macro]
pub fn routes(input: TokenStream) -> TokenStream {
    expand::routes(input.into()).into()
}

/// A typed outbound event. Documented in `socketio`.
#[proc_macro_derive(Event, attributes(event))]
pub fn derive_event(item: TokenStream) -> TokenStream {
    expand::event(item.into()).into()
}
