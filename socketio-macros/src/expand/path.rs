//! Every path of the runtime that an expansion names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

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

    /// Brings the module of all names that are not public into scope, under a short name, and with it the traits that
    /// tell one type from another. One item: each is something the compiler keeps books on.
    pub(super) fn import(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(use #krate::__private::import::*;)
    }

    /// A public name.
    pub(super) fn public(&self, name: &str) -> TokenStream {
        let (krate, name) = (&self.krate, Ident::new(name, Span::call_site()));
        quote!(#krate::#name)
    }

    /// A name of that module, where there is no import.
    pub(super) fn hidden(&self, name: &str) -> TokenStream {
        let (krate, name) = (&self.krate, Ident::new(name, Span::call_site()));
        quote!(#krate::__private::#name)
    }
}

/// The module of [`Paths::import`].
pub(super) fn private() -> Ident {
    private_at(Span::call_site())
}

/// The module of [`Paths::import`], for tokens whose compile errors are shown at `span`.
pub(super) fn private_at(span: Span) -> Ident {
    Ident::new("__socketio", span)
}
