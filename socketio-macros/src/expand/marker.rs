//! The type beside a handler that has the handler's name and holds its routes.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Visibility;

use super::path::{self, Paths};
use crate::{model::Handler, parse::Function};

/// The type that `routes![..]` finds by the name of the fn. Its name is not the user's, so that what is dead code until
/// it is listed is the fn, and so that no lint looks at its case.
pub(super) fn marker(
    paths: &Paths,
    function: &Function,
    handler: &Handler,
    routes: &TokenStream,
    checks: Option<&TokenStream>,
) -> TokenStream {
    let (private, import) = (path::private(), paths.import());
    let mut ident = handler.ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    let visibility: &Visibility = &function.visibility;
    let conditions: Vec<_> = function.conditions().collect();
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #visibility struct #ident {}

        #(#conditions)*
        const _: () = {
            #import
            impl #ident {
                #visibility const __ROUTES: #private::Listed = #private::Listed::#routes;
            }
            #checks
        };
    }
}
