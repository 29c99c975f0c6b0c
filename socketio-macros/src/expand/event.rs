//! `#[derive(Event)]`: the name and the namespace of a struct.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_quote};

use super::path::Paths;
use crate::{diagnostic::Errors, model::Event};

/// `impl Event for ..`
pub(crate) fn event(item: TokenStream) -> TokenStream {
    let errors = Errors::new();
    let Some(input) = errors.keep(syn::parse2::<DeriveInput>(item)) else {
        return errors.into_tokens();
    };
    let event = Event::new(input, &errors);
    let paths = Paths::new(&event.krate);

    let Event {
        ident,
        name,
        namespace,
        ..
    } = &event;
    let (payload, public) = (paths.hidden("Payload"), paths.public("Event"));
    let mut bounded = event.generics.clone();
    if bounded.type_params().next().is_some() {
        bounded
            .make_where_clause()
            .predicates
            .push(parse_quote!(Self: #payload));
    }
    let (generics, arguments, where_clause) = bounded.split_for_impl();
    let errors = errors.into_tokens();
    quote! {
        #[automatically_derived]
        impl #generics #public for #ident #arguments #where_clause {
            const NAME: &'static str = #name;
            const NAMESPACE: &'static str = #namespace;
        }
        #errors
    }
}
