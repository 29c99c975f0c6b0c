//! Code that is being typed: a body that is no Rust yet is passed on as it is, and the handler is there all the same,
//! so that an editor can complete what stands in it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    expand::{self, Contract},
    model::Macro,
};

const BODIES: [&str; 4] = [
    "{ text. }",
    "{ let a = ; }",
    "{ emit(\"line\", &text).to(\"lobby\"). }",
    "{ if text. { } fn }",
];

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

/// Without the spaces that a token stream has in other places than its author.
fn dense(text: &impl ToString) -> String {
    text.to_string().replace(char::is_whitespace, "")
}

#[test]
fn an_unfinished_fn_is_a_handler() {
    for body in BODIES {
        let item = tokens(&format!("pub async fn say(text: String) {body}"));
        assert!(
            syn::parse2::<syn::ItemFn>(item.clone()).is_err(),
            "{body} is finished"
        );

        let expanded = dense(&expand::handler(
            Macro::On,
            quote!("say it"),
            item.clone(),
            Contract::Absent,
        ));

        assert!(
            expanded.starts_with(&dense(&item)),
            "{body} was changed: {expanded}"
        );
        assert!(!expanded.contains("compile_error"), "{expanded}");
        assert!(expanded.contains("pubstructsay{}"), "{expanded}");
        assert!(expanded.contains("\"/\",\"sayit\",||"), "{expanded}");
        assert!(expanded.contains("arg::<String>(\"text\""), "{expanded}");
    }
}

#[test]
fn an_unfinished_method_is_a_handler() {
    for body in BODIES {
        let written = format!("async fn say(&self, text: String) {body}");
        let item = tokens(&format!("impl Chat {{ #[on(\"say it\")] {written} }}"));

        let expanded = dense(&expand::class(quote!("/chat"), item, Contract::Absent));

        assert!(
            expanded.contains(&dense(&tokens(&written))),
            "{body} was changed: {expanded}"
        );
        assert!(!expanded.contains("compile_error"), "{expanded}");
        assert!(expanded.contains("\"/chat\",\"sayit\",||"), "{expanded}");
        assert!(
            expanded.contains("NAMESPACE:&'staticstr=\"/chat\""),
            "{expanded}"
        );
    }
}
