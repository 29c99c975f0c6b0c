//! An `impl` block: as written without our attributes, and its `Namespace` beside it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};

use super::{
    Contract, fallback,
    path::{self, Paths},
    route::{self, Callee},
};
use crate::{
    diagnostic::Errors,
    model::{Class, Handler},
    parse::{Arguments, Block},
};

/// `#[namespace(..)]`
pub(crate) fn class(arguments: TokenStream, item: TokenStream, contract: Contract) -> TokenStream {
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
    let mut expansion = block.to_token_stream();
    if block.of.is_none() {
        let conditions = block
            .attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"));
        let import = paths.import();
        let implementation = implement(&block, &class, &handlers, contract);
        let checks = checks(&block, &handlers);
        expansion.extend(quote! {
            #(#conditions)*
            const _: () = {
                #import
                #implementation
                #checks
            };
        });
    }
    expansion.extend(errors.into_tokens());
    expansion
}

/// `impl Namespace for ..`
fn implement(
    block: &Block,
    class: &Class,
    handlers: &[&Handler],
    contract: Contract,
) -> TokenStream {
    let private = path::private();
    let (generics, _, where_clause) = block.generics.split_for_impl();
    let self_type = &block.self_type;
    let namespace = &class.namespace;
    let routes = handlers
        .iter()
        .flat_map(|handler| route::list(handler, Callee::Method, contract));
    let params = handlers
        .iter()
        .map(|handler| route::params(&handler.params));
    let middlewares = route::each("middleware", &class.middlewares).map(|middlewares| {
        quote!(const MIDDLEWARES: &'static [fn() -> #private::Middleware] = #middlewares;)
    });
    let limits = route::limits(&class.limits)
        .map(|limits| quote!(const LIMITS: #private::Limits = #limits;));
    let location = quote!(#private::Location::here());
    quote! {
        #[automatically_derived]
        impl #generics #private::Namespace for #self_type #where_clause {
            const NAMESPACE: &'static str = #namespace;
            const ROUTES: &'static [#private::Route] = &[#(#routes),*];
            const PARAMS: &'static [&'static [#private::ParamInfo]] = &[#(&#params),*];
            #limits
            #middlewares
            const LOCATION: #private::Location = #location;
        }
    }
}

/// Of a generic type there is nothing yet that could be checked; its rules are found out when it is registered.
fn checks(block: &Block, handlers: &[&Handler]) -> TokenStream {
    if !block.generics.params.is_empty() {
        return TokenStream::new();
    }
    let private = path::private();
    let self_type = &block.self_type;
    let checks = handlers.iter().enumerate().flat_map(|(index, handler)| {
        let params = quote!(<#self_type as #private::Namespace>::PARAMS[#index]);
        route::checks(handler, Some(&params))
    });
    quote!(#(const _: () = #checks;)*)
}
