//! `routes![a, chat::b]`: the routes behind each path, and the proof that no two are for the same event.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Ident, Path};

use super::path::{self, Paths};
use crate::{
    diagnostic::{Errors, ends, trees},
    model::Krate,
    parse::List,
};

/// The list of handlers.
pub(crate) fn routes(input: TokenStream) -> TokenStream {
    let errors = Errors::new();
    let list = errors.keep(syn::parse2::<List>(input));
    let krate = list.as_ref().and_then(|list| list.krate.as_ref());
    let paths = Paths::new(
        &krate
            .map(|krate| Krate::new(krate, &errors))
            .unwrap_or_default(),
    );
    let (private, import) = (path::private(), paths.import());
    if let Some(list) = &list {
        list.paths
            .iter()
            .for_each(|path| not_a_method(path, &errors));
    }
    let list = match list {
        Some(list) if errors.is_empty() => list.paths,
        _ => {
            let errors = errors.into_tokens();
            return quote!({ #import #errors #private::Routes::new() });
        }
    };

    let places: Vec<(Span, Span)> = list.iter().map(|path| ends(&trees(path))).collect();
    let entries = list.iter().zip(&places).map(|(path, &(start, end))| {
        let found = quote_spanned!(start=> use #path as __Handler;);
        let handler = quote_spanned!(start=> __Handler);
        let routes = quote_spanned!(end=> __ROUTES);
        match path.get_ident() {
            // The name alone is looked for among values, where it is told of if there is none, and a similar one is named.
            // The import would tell of a missing crate, so it finds a value in any case.
            Some(ident) if !is_type(ident) => quote!({
                let _ = #ident;
                {
                    use #private::unlisted::value as #ident;
                    #found
                    #handler::#routes
                }
            }),
            _ => quote!({ #found #handler::#routes.of(&#handler) }),
        }
    });
    let count = list.len();
    let slots = (2 * count).next_power_of_two();
    let names: Vec<String> = list.iter().map(spelt).collect();
    let names = names.join(",");
    // Shown under the path.
    let checks = places.iter().enumerate().map(|(index, &(start, end))| {
        let check = quote_spanned!(start=> __list.check);
        let arguments = quote_spanned!(end=> (#index));
        quote!(#check #arguments;)
    });
    let expansion = quote! {{
        #import
        #[allow(unused_imports)]
        const fn __entries() -> [#private::Listed; #count] {
            use #private::{Unrouted as _, unlisted::__Handler};
            [#(#entries),*]
        }
        const _: () = {
            let __entries = &__entries();
            let __list = #private::list::<#count, #slots>(__entries, #names);
            #(#checks)*
        };
        #private::Routes::listed(&__entries())
    }};
    errors.into_tokens();
    expansion
}

/// Notes a path into what is named like a type: the compiler would look for a module.
fn not_a_method(path: &Path, errors: &Errors) {
    let mut behind = path.segments.iter().rev();
    let (Some(method), Some(of)) = (behind.next(), behind.next()) else {
        return;
    };
    if is_type(&of.ident) {
        let (method, of) = (&method.ident, &of.ident);
        errors.at(
            path,
            format!(
                "the handlers of an object are not listed one by one: give `{of}` to `.namespace(..)`, as in \
                 `routes![..].namespace({of} {{ .. }})`; if `{of}` is a module, import `{method}` and list that"
            ),
        );
    }
}

/// Whether it is written as types are.
fn is_type(ident: &Ident) -> bool {
    ident.to_string().starts_with(char::is_uppercase)
}

/// The path as it is written.
fn spelt(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}
