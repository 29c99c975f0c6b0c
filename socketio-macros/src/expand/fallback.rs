//! After an error: what the user wrote, and an inert stand-in for what is missing, so that one error stays one.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::FnArg;

use super::{marker::marker, path::Paths};
use crate::{diagnostic::Errors, model::Handler, parse::Function};

/// The item alone.
pub(super) fn as_written(mut item: TokenStream, errors: Errors) -> TokenStream {
    item.extend(errors.into_tokens());
    item
}

/// The fn, and a handler without routes. A method has no place for that beside it.
pub(super) fn handler(
    paths: &Paths,
    function: &Function,
    handler: &Handler,
    errors: Errors,
) -> TokenStream {
    let mut expansion = function.to_token_stream();
    if !matches!(function.signature.inputs.first(), Some(FnArg::Receiver(_))) {
        expansion.extend(marker(paths, function, handler, &quote!(Wrong), None));
    }
    expansion.extend(errors.into_tokens());
    expansion
}
