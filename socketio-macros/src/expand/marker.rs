//! The type beside a handler that has the handler's name and holds its routes.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Visibility, parse_quote};

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
    let visibility = visibility(&function.visibility);
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

/// That of the fn, or wider: a list that names a private fn finds the marker, and can say that the fn is private.
fn visibility(of: &Visibility) -> Visibility {
    match of {
        Visibility::Public(_) => of.clone(),
        _ => parse_quote!(pub(crate)),
    }
}
