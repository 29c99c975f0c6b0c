//! An `impl` block: as written without our attributes, and its `Namespace` beside it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};

use super::{
    fallback,
    path::{Paths, location},
    route::{self, Callee},
};
use crate::{
    diagnostic::Errors,
    model::{Class, Handler},
    parse::{Arguments, Block},
};

/// `#[namespace(..)]`
pub(crate) fn class(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let errors = Errors::new();
    let Ok(mut block) = syn::parse2::<Block>(item.clone()) else {
        errors.span(
            Span::call_site(),
            "`#[namespace]` belongs above an `impl` block whose methods are handlers",
        );
        return fallback::as_written(item, errors);
    };
    let arguments = Arguments::parse(Span::call_site(), arguments, &errors);
    let class = Class::new(&arguments, &mut block, &errors);
    let paths = Paths::new(&class.krate);
    let handlers: Vec<&Handler> = class
        .handlers
        .iter()
        .filter(|handler| handler.callable)
        .collect();
    let routes = handlers.iter().flat_map(|handler| {
        let params = route::params(&paths, &handler.params);
        let callee = Callee::Method(&class.name);
        let one = |declaration| route::route(&paths, handler, declaration, callee, &params);
        handler.declarations.iter().map(one).collect::<Vec<_>>()
    });
    let routes = route::list(&paths, routes);
    let mut expansion = block.to_token_stream();
    if block.of.is_none() {
        expansion.extend(implement(&paths, &block, &class.namespace, &routes));
        expansion.extend(checks(&paths, &block, &handlers));
    }
    expansion.extend(errors.into_tokens());
    expansion
}

/// `impl Namespace for ..`
pub(super) fn implement(
    paths: &Paths,
    block: &Block,
    namespace: &str,
    routes: &TokenStream,
) -> TokenStream {
    let private = paths.private();
    let (generics, _, where_clause) = block.generics.split_for_impl();
    let self_type = &block.self_type;
    let location = location(paths, Span::call_site());
    let conditions = block
        .attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #(#conditions)*
        #[automatically_derived]
        impl #generics #private::Namespace for #self_type #where_clause {
            const NAMESPACE: &'static str = #namespace;
            const ROUTES: &'static [#private::Route] = #routes;
            const LOCATION: #private::Location = #location;
        }
    }
}

/// Of a generic type there is nothing yet that could be checked; its rules are found out when it is registered.
fn checks(paths: &Paths, block: &Block, handlers: &[&Handler]) -> TokenStream {
    if !block.generics.params.is_empty() {
        return TokenStream::new();
    }
    let private = paths.private();
    let self_type = &block.self_type;
    let routes = quote!(<#self_type as #private::Namespace>::ROUTES);
    let mut first = 0_usize;
    let mut checks = TokenStream::new();
    for handler in handlers {
        checks.extend(route::checks(
            paths,
            handler,
            &quote!(#routes[#first].params),
        ));
        first += handler.declarations.len();
    }
    checks
}
