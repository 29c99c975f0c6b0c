//! A free fn: as written, and beside it a type of the same name that holds its routes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Visibility;

use super::{
    fallback,
    path::Paths,
    route::{self, Callee},
};
use crate::{
    diagnostic::Errors,
    model::{Handler, Macro},
    parse::{Arguments, Function},
};

/// `#[on(..)]` and its kind.
pub(crate) fn handler(of: Macro, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let errors = Errors::new();
    let Ok(mut function) = syn::parse2::<Function>(item.clone()) else {
        errors.span(
            Span::call_site(),
            format!("`#[{}]` belongs above an `async fn`", of.name()),
        );
        return fallback::as_written(item, errors);
    };
    let arguments = Arguments::parse(Span::call_site(), arguments, &errors);
    let handler = Handler::free(of, &arguments, &mut function, &errors);
    let paths = Paths::new(&handler.krate());
    if !handler.callable {
        return fallback::handler(&paths, &function, &handler, errors);
    }

    let ident = &handler.ident;
    let own = quote!(#ident::__PARAMS);
    let routes = handler
        .declarations
        .iter()
        .map(|declaration| route::route(&paths, &handler, declaration, Callee::Fn, &own));
    let routes = route::list(&paths, routes);
    let params = route::params(&paths, &handler.params);
    let checks = route::checks(&paths, &handler, &own);

    let mut expansion = function.to_token_stream();
    expansion.extend(beside(&paths, &function, &handler, &params, &routes));
    expansion.extend(with_conditions(&function, &checks));
    expansion.extend(errors.into_tokens());
    expansion
}

/// The type that `routes![..]` finds by the name of the fn. Its name is not the user's, so that what is dead code until
/// it is listed is the fn.
pub(super) fn beside(
    paths: &Paths,
    function: &Function,
    handler: &Handler,
    params: &TokenStream,
    routes: &TokenStream,
) -> TokenStream {
    let private = paths.private();
    let mut ident = handler.ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    let visibility: &Visibility = &function.visibility;
    let conditions: Vec<_> = function.conditions().collect();
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[allow(non_camel_case_types, missing_debug_implementations)]
        #visibility struct #ident {}

        #(#conditions)*
        #[doc(hidden)]
        impl #ident {
            const __PARAMS: &'static [#private::Param] = #params;
            #visibility const __ROUTES: &'static [#private::Route] = #routes;
        }

        #(#conditions)*
        #[automatically_derived]
        impl #private::Handler for #ident {}
    }
}

/// The same items under the conditions of the fn.
fn with_conditions(function: &Function, items: &[TokenStream]) -> TokenStream {
    let conditions: TokenStream = function
        .conditions()
        .map(ToTokens::to_token_stream)
        .collect();
    quote!(#(#conditions #items)*)
}
