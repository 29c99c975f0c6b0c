//! A free fn: as written, and beside it a type of the same name that holds its routes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};

use super::{
    Contract, fallback,
    marker::marker,
    path::{self, Paths},
    route::{self, Callee},
};
use crate::{
    diagnostic::Errors,
    model::{Handler, Macro},
    parse::{Arguments, Function},
};

/// `#[on(..)]` and its kind.
pub(crate) fn handler(
    of: Macro,
    arguments: TokenStream,
    item: TokenStream,
    contract: Contract,
) -> TokenStream {
    let errors = Errors::new();
    let Ok(mut function) = Function::new(item.clone()) else {
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

    let routes = routes(&handler, contract);
    let checks = checks(&handler);

    // Passed on as it came, unless something was taken away from it or added.
    let as_it_came = handler.declarations.len() == 1 && !handler.blocking;
    let mut expansion = if as_it_came {
        item
    } else {
        function.to_token_stream()
    };
    expansion.extend(marker(
        &paths,
        &function,
        &handler,
        &routes,
        checks.as_ref(),
    ));
    expansion.extend(errors.into_tokens());
    expansion
}

/// `One(..)`, or `Several(&[..])` if it has more attributes than one.
fn routes(handler: &Handler, contract: Contract) -> TokenStream {
    let routes = route::list(handler, Callee::Fn, contract);
    if handler.declarations.len() == 1 {
        quote!(One(#(#routes)*))
    } else {
        quote!(Several(&[#(#routes),*]))
    }
}

/// The rules that need types: one `const` each, so that every mistake is told. They are free of the fn: a free `const`
/// is always evaluated, and what it names is used.
fn checks(handler: &Handler) -> Option<TokenStream> {
    let private = path::private();
    let several = handler.params.len() > 1;
    let named = several.then(|| {
        let params = route::params(&handler.params);
        quote!(const __PARAMS: &[#private::ParamInfo] = &#params;)
    });
    let params = several.then(|| quote!(__PARAMS));
    let checks = route::checks(handler, params.as_ref());
    let (first, others) = checks.split_first()?;
    Some(quote! {
        #named
        #(const _: () = #others;)*
        #first
    })
}
