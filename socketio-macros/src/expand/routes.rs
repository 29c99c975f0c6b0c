//! `routes![a, chat::b]`: the routes behind each path, and the proof that no two are for the same event.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Path;

use super::path::{Paths, ends};
use crate::{diagnostic::Errors, model::Krate, parse::List};

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
    let private = paths.private();
    let list = match list {
        Some(list) if errors.is_empty() => list.paths,
        _ => {
            let errors = errors.into_tokens();
            return quote!({ #errors #private::Routes::new() });
        }
    };

    let entries = list.iter().map(|path| {
        let (start, end) = ends(path);
        let shown = paths.private_at(start);
        let import = quote_spanned!(start=> use #path as __Handler;);
        let listed = quote_spanned!(start=> #shown::Listed::new::<__Handler>);
        let routes = quote_spanned!(end=> (__Handler::__ROUTES));
        quote! {{
            #[allow(unused_imports)]
            #import
            #listed #routes
        }}
    });
    let checks = list
        .iter()
        .enumerate()
        .map(|(index, path)| check(&paths, index, path));
    let expansion = quote! {{
        const __LIST: &[#private::Listed] = {
            #[allow(unused_imports)]
            use #private::{Unrouted as _, unlisted::__Handler};
            &[#(#entries),*]
        };
        #(#checks)*
        #private::Routes::listed(__LIST)
    }};
    errors.into_tokens();
    expansion
}

fn check(paths: &Paths, index: usize, path: &Path) -> TokenStream {
    let (start, end) = ends(path);
    let message = format!(
        "`{}` is not a handler: write `#[on(\"..\")]` or `#[event]` above it",
        path.to_token_stream().to_string().replace(' ', "")
    );
    let private = paths.private_at(start);
    let listed = quote_spanned!(start=> #private::listed);
    let arguments = quote_spanned!(end=> (__LIST, #index, #message));
    quote!(const _: () = #listed #arguments;)
}
