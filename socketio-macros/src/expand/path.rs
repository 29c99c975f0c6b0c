//! Every path of the runtime that an expansion names.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::model::Krate;

/// Where the runtime is.
pub(super) struct Paths {
    krate: TokenStream,
}

impl Paths {
    pub(super) fn new(krate: &Krate) -> Self {
        Self {
            krate: krate
                .0
                .as_ref()
                .map_or_else(|| quote!(::socketio), |path| quote!(#path)),
        }
    }

    /// The module of all names that are not public.
    pub(super) fn private(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private)
    }

    /// The same, for what shall be shown at `span` if it does not compile.
    pub(super) fn private_at(&self, span: Span) -> TokenStream {
        let respanned = self.private().into_iter().map(|mut token| {
            token.set_span(span);
            token
        });
        respanned.collect()
    }

    /// A public name.
    pub(super) fn public(&self, name: &str) -> TokenStream {
        let krate = &self.krate;
        let name = syn::Ident::new(name, Span::call_site());
        quote!(#krate::#name)
    }
}

/// The place of an attribute, taken while the user's code is compiled: the expansion itself stays the same when lines move.
pub(super) fn location(paths: &Paths, span: Span) -> TokenStream {
    let private = paths.private();
    let file = quote_spanned!(span=> ::core::file!());
    let line = quote_spanned!(span=> ::core::line!());
    let column = quote_spanned!(span=> ::core::column!());
    quote!(#private::Location { file: #file, line: #line, column: #column })
}

/// Where a type or a path begins and where it ends: what spans both is underlined as a whole.
pub(super) fn ends(part: &impl ToTokens) -> (Span, Span) {
    let mut tokens = part.to_token_stream().into_iter();
    let start = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let end = tokens.last().map_or(start, |token| token.span());
    (start, end)
}
