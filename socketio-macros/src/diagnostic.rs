//! Errors: everything wrong with one use of a macro, gathered, so that one compile tells it all.

use std::{cell::RefCell, fmt::Display, thread};

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The errors found so far. Must be turned into tokens; forgetting them is a bug of ours, and panics.
pub(crate) struct Errors {
    found: RefCell<Option<Vec<syn::Error>>>,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self {
            found: RefCell::new(Some(Vec::new())),
        }
    }

    /// Notes an error under all of `tokens`.
    pub(crate) fn at(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Notes an error at one place.
    pub(crate) fn span(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(found) = &mut *self.found.borrow_mut() {
            found.push(error);
        }
    }

    /// The value, or nothing and a note.
    pub(crate) fn keep<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn len(&self) -> usize {
        self.found.borrow().as_ref().map_or(0, Vec::len)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them, as `compile_error!`s; no tokens if there are none.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let found = self.found.take().unwrap_or_default();
        found.iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        if self.found.get_mut().is_some() && !thread::panicking() {
            panic!("errors of a macro were not reported");
        }
    }
}

/// The word of `known` that `word` most likely was meant to be.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let near = known.iter().map(|known| (distance(word, known), *known));
    near.filter(|(distance, known)| *distance <= known.len().div_ceil(3))
        .min()
        .map(|(_, known)| known)
}

/// How many letters must be changed, added, dropped or swapped with their neighbour.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = usize::from(left[i - 1] != right[j - 1]);
                let mut least = (rows[i - 1][j] + 1)
                    .min(rows[i][j - 1] + 1)
                    .min(rows[i - 1][j - 1] + change);
                if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    rows[left.len()][right.len()]
}

/// The tokens of a type or a path.
pub(crate) fn trees(part: &impl ToTokens) -> Vec<TokenTree> {
    part.to_token_stream().into_iter().collect()
}

/// Where they begin and where they end: what spans both is underlined as a whole.
pub(crate) fn ends(trees: &[TokenTree]) -> (Span, Span) {
    let span = |tree: Option<&TokenTree>| tree.map_or_else(Span::call_site, TokenTree::span);
    (span(trees.first()), span(trees.last()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_the_right_one() {
        let known = ["namespace", "concurrent", "latest", "serial", "crate"];

        assert_eq!(nearest("namepsace", &known), Some("namespace"));
        assert_eq!(nearest("name_space", &known), Some("namespace"));
        assert_eq!(nearest("concurent", &known), Some("concurrent"));
        assert_eq!(nearest("lastest", &known), Some("latest"));
        assert_eq!(nearest("room", &known), None);
    }
}
