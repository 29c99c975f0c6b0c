//! The expansion of each macro, kept as a file, so that a review sees what changes. `GOLDEN=overwrite` writes them.

use std::{env, fs, path::Path};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Item, Meta};

use crate::{
    expand::{self, Contract},
    model::Macro,
};

/// `<name>.rs` is what the user writes, `<name>.expanded.rs` what the compiler sees, and `<name>.described.rs`, if it is
/// there, what it sees with the feature `spec`.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/macros/golden");

#[test]
fn expansions_are_those_that_were_reviewed() {
    let mut changed = Vec::new();
    for entry in fs::read_dir(GOLDEN).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".expanded.rs") || name.ends_with(".described.rs") {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let expected = [
            ("expanded.rs", Contract::Absent),
            ("described.rs", Contract::Recorded),
        ];
        for (extension, contract) in expected {
            let golden = path.with_extension(extension);
            if contract == Contract::Recorded && !golden.exists() {
                continue;
            }
            let expanded = expansion(&source, contract);
            if fs::read_to_string(&golden).unwrap_or_default() != expanded {
                changed.push(golden.file_name().unwrap().to_owned());
                write(&golden, &expanded);
            }
        }
    }

    assert!(
        changed.is_empty(),
        "other expansions than before: {changed:?}; look at them with `GOLDEN=overwrite` and `git diff`"
    );
}

fn write(golden: &Path, expanded: &str) {
    if env::var_os("GOLDEN").is_some_and(|mode| mode == "overwrite") {
        fs::write(golden, expanded).unwrap();
    }
}

fn expansion(source: &str, contract: Contract) -> String {
    let file = syn::parse_file(source).unwrap();
    let expanded: TokenStream = file
        .items
        .into_iter()
        .map(|parsed| item(parsed, contract))
        .collect();
    prettyplease::unparse(&syn::parse2(expanded).unwrap())
}

/// Expands what the first attribute of ours on an item, or the macro it is, says.
fn item(item: Item, contract: Contract) -> TokenStream {
    match item {
        Item::Fn(mut function) => {
            let first = function
                .attrs
                .iter()
                .position(|attribute| Macro::of(attribute).is_some())
                .unwrap();
            let attribute = function.attrs.remove(first);
            let of = Macro::of(&attribute).unwrap();
            let function = function.into_token_stream();
            expand::handler(of, arguments(&attribute), function, contract)
        }
        Item::Impl(mut block) => {
            let attribute = block.attrs.remove(0);
            expand::class(arguments(&attribute), block.into_token_stream(), contract)
        }
        Item::Struct(item) => {
            let derived = expand::event(item.to_token_stream());
            quote!(#item #derived)
        }
        Item::Macro(item) => {
            let routes = expand::routes(item.mac.tokens);
            quote!(fn routes() { #routes })
        }
        item => item.into_token_stream(),
    }
}

fn arguments(attribute: &Attribute) -> TokenStream {
    match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    }
}
