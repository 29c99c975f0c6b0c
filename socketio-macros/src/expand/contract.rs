//! Contract: what an expansion records of a handler beside what the server needs, for a document of all events. It is
//! recorded only with the feature `spec`; without it, expansions are what they are without this file.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ReturnType;

use super::path::private_at;
use crate::model::{Declaration, Handler, Kind};

/// Whether handlers are described.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contract {
    /// The doc comment and the types of each handler are recorded.
    Recorded,
    /// Nothing is recorded.
    Absent,
}

impl Contract {
    /// The route, with a description of what clients see of its handler.
    ///
    /// The runtime's macro decides whether the description is kept, since Cargo may build this crate with the feature for a
    /// program whose runtime has it not.
    pub(super) fn describe(
        self,
        handler: &Handler,
        declaration: &Declaration,
        route: TokenStream,
    ) -> TokenStream {
        let is_seen = matches!(
            declaration.kind,
            Kind::Event | Kind::CatchAll | Kind::Connect
        );
        if self == Self::Absent || !is_seen {
            return route;
        }
        let private = private_at(declaration.span);
        let docs = &handler.docs;
        let types = handler.params.iter().map(|param| &param.ty);
        let output = match &handler.output {
            ReturnType::Default => quote!(()),
            _ if !handler.names_output() => quote!(#private::Unnamed),
            ReturnType::Type(_, ty) => ty.to_token_stream(),
        };
        quote_spanned!(declaration.span=> #private::described!(#route, #docs, [#(#types),*], #output))
    }
}
