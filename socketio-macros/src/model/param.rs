//! Param: a parameter of a handler, as far as its syntax tells. What its type means is asked by the expansion.

use std::mem::take;

use proc_macro2::{Span, TokenTree};
use quote::ToTokens as _;
use syn::{Ident, Pat, PatType, Path, Type, TypeReference};

use super::plain;
use crate::diagnostic::{Errors, ends, trees};

/// One parameter.
pub(crate) struct Param {
    /// What it is called in messages.
    pub(crate) name: String,
    pub(crate) ty: Type,
    /// Where the type begins and where it ends.
    pub(crate) ends: (Span, Span),
}

impl Param {
    pub(crate) fn new(index: usize, param: &mut PatType, errors: &Errors) -> Self {
        let trees = trees(&param.ty);
        let ends = ends(&trees);
        owned(&param.ty, trees, errors);
        named_state(param, errors);
        let name = inner_name(&param.pat).map_or_else(|| format!("argument {}", index + 1), plain);
        Self {
            name,
            ty: (*param.ty).clone(),
            ends,
        }
    }
}

/// The one name that a pattern binds: `to`, `mut to`, `Http(query)`.
fn inner_name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(pattern) => Some(&pattern.ident),
        Pat::TupleStruct(pattern) if pattern.elems.len() == 1 => inner_name(&pattern.elems[0]),
        Pat::Paren(pattern) => inner_name(&pattern.pat),
        _ => None,
    }
}

/// A state has no pattern, unlike axum's: the pattern is taken away, or the compiler would complain of it as well.
fn named_state(param: &mut PatType, errors: &Errors) {
    let is_state = |path: &Path| {
        path.segments
            .last()
            .is_some_and(|last| last.ident == "State")
    };
    match (&*param.pat, &*param.ty) {
        (Pat::TupleStruct(pattern), Type::Path(ty))
            if is_state(&pattern.path) && is_state(&ty.path) =>
        {
            let name = inner_name(&param.pat).map_or_else(|| "state".to_owned(), plain);
            let ty = spelt(&param.ty);
            errors.at(
                pattern,
                format!(
                    "a state is used as what it holds, without a pattern: write `{name}: {ty}`"
                ),
            );
            *param.pat = Pat::Wild(syn::PatWild {
                attrs: Vec::new(),
                underscore_token: <syn::Token![_]>::default(),
            });
        }
        _ => {}
    }
}

/// A handler outlives the packet, so it owns its arguments.
fn owned(ty: &Type, trees: Vec<TokenTree>, errors: &Errors) {
    match ty {
        Type::Reference(reference) => {
            errors.at(ty, format!("a handler owns its arguments: write `{}`", owner(reference)));
        }
        Type::ImplTrait(_) => errors.at(ty, "a handler names the types of its arguments, they decide how to read them: write the type itself"),
        Type::Group(group) => owned(&group.elem, trees, errors),
        _ => {
            if let Some(lifetime) = borrowed(trees) {
                errors.span(lifetime, "a handler owns its arguments: use a type without a lifetime, such as `String`");
            }
        }
    }
}

fn owner(reference: &TypeReference) -> String {
    match &*reference.elem {
        Type::Path(path) if path.path.is_ident("str") => "String".to_owned(),
        Type::Slice(slice) => format!("Vec<{}>", spelt(&slice.elem)),
        elem => spelt(elem),
    }
}

/// The type as one would type it.
fn spelt(ty: &Type) -> String {
    let spaced = ty.to_token_stream().to_string();
    [" ::", ":: ", "< ", " <", " >"]
        .iter()
        .fold(spaced, |text, gap| text.replace(gap, gap.trim()))
        .replace(" ,", ",")
}

/// The first lifetime in it that is not `'static`.
fn borrowed(mut trees: Vec<TokenTree>) -> Option<Span> {
    trees.reverse();
    let mut behind_quote = false;
    while let Some(tree) = trees.pop() {
        match tree {
            TokenTree::Group(group) => {
                let inner = trees.len();
                trees.extend(group.stream());
                trees[inner..].reverse();
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => behind_quote = true,
            TokenTree::Ident(name) if take(&mut behind_quote) && name != "static" => {
                return Some(name.span());
            }
            _ => {}
        }
    }
    None
}
