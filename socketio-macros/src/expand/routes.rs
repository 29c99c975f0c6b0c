//! `routes![a, chat::b]`: the routes behind each path, and the proof that no two are for the same event.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Path;

use super::path::{self, Paths, ends, private_at};
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
    let (private, import) = (path::private(), paths.import());
    let list = match list {
        Some(list) if errors.is_empty() => list.paths,
        _ => {
            let errors = errors.into_tokens();
            return quote!({ #import #errors #private::Routes::new() });
        }
    };

    let entries = list.iter().map(|path| {
        let (start, end) = ends(path);
        let found = quote_spanned!(start=> use #path as __Handler;);
        let handler = quote_spanned!(start=> __Handler);
        let routes = quote_spanned!(end=> __ROUTES);
        quote! {{
            #[allow(unused_imports)]
            #found
            #handler::#routes
        }}
    });
    let count = list.len();
    let slots = (2 * count).next_power_of_two();
    let names = list
        .iter()
        .map(|path| path.to_token_stream().to_string().replace(' ', ""));
    let checks = list
        .iter()
        .enumerate()
        .map(|(index, path)| check(index, path));
    let expansion = quote! {{
        #import
        const __LIST: &[#private::Listed; #count] = &{
            #[allow(unused_imports)]
            use #private::{Unrouted as _, unlisted::__Handler};
            [#(#entries),*]
        };
        const _: () = {
            let earlier = &#private::earlier::<#count, #slots>(__LIST);
            let names: &[&::core::primitive::str; #count] = &[#(#names),*];
            #(#checks)*
        };
        #private::Routes::listed(__LIST)
    }};
    errors.into_tokens();
    expansion
}

/// Shown under the path.
fn check(index: usize, path: &Path) -> TokenStream {
    let (start, end) = ends(path);
    let private = private_at(start);
    let listed = quote_spanned!(start=> #private::listed);
    let arguments = quote_spanned!(end=> (__LIST, earlier, names, #index));
    quote!(#listed #arguments;)
}
