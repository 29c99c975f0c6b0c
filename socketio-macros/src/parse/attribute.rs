//! The arguments of an attribute: an optional string in front, then `key` or `key = literal`, in any order.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{
    Ident, Lit, LitInt, LitStr, Path, Token,
    ext::IdentExt as _,
    parse::{ParseStream, Parser as _},
    spanned::Spanned as _,
};

use crate::diagnostic::Errors;

/// What stands between the parentheses.
pub(crate) struct Arguments {
    /// Under what an error is shown that has no better place.
    pub(crate) span: Span,
    /// All strings without a key.
    pub(crate) strings: Vec<LitStr>,
    pub(crate) keys: Vec<Key>,
}

/// `name` or `name = value`.
pub(crate) struct Key {
    pub(crate) name: Ident,
    pub(crate) value: Option<Value>,
}

/// A literal or a path behind a key.
pub(crate) enum Value {
    Str(LitStr),
    Int(LitInt),
    Other(Lit),
    Path(Path),
}

enum Argument {
    String(LitStr),
    Key(Key),
}

impl Arguments {
    /// Reads all that can be read; what cannot is noted, and reading goes on behind the next comma.
    pub(crate) fn parse(span: Span, tokens: TokenStream, errors: &Errors) -> Self {
        let mut arguments = Self {
            span,
            strings: Vec::new(),
            keys: Vec::new(),
        };
        for part in at_commas(tokens) {
            match errors.keep(argument.parse2(part)) {
                Some(Argument::String(string)) => arguments.strings.push(string),
                Some(Argument::Key(key)) => arguments.keys.push(key),
                None => {}
            }
        }
        arguments
    }

    /// Those of an attribute that was not expanded: `#[on("a")]`, `#[event]`.
    pub(crate) fn of(attribute: &syn::Attribute, errors: &Errors) -> Self {
        let span = attribute
            .path()
            .segments
            .last()
            .map_or_else(Span::call_site, |segment| segment.ident.span());
        let tokens = match &attribute.meta {
            syn::Meta::Path(_) => TokenStream::new(),
            syn::Meta::List(list) => list.tokens.clone(),
            syn::Meta::NameValue(pair) => {
                errors.at(
                    pair,
                    "write its arguments in parentheses: `#[on(\"event\")]`",
                );
                TokenStream::new()
            }
        };
        Self::parse(span, tokens, errors)
    }
}

impl Value {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Str(value) => value.span(),
            Self::Int(value) => value.span(),
            Self::Other(value) => value.span(),
            Self::Path(path) => path.span(),
        }
    }
}

fn argument(input: ParseStream<'_>) -> syn::Result<Argument> {
    if input.peek(Lit) {
        return match input.parse()? {
            Lit::Str(string) => end(input, Argument::String(string)),
            other => Err(syn::Error::new(
                other.span(),
                "expected a string: write it between quotes",
            )),
        };
    }
    if !input.peek(Ident::peek_any) {
        return Err(input.error("expected a string, or a key such as `namespace = \"/chat\"`"));
    }
    let name = input.call(Ident::parse_any)?;
    let value = if input.peek(Token![=]) {
        Some(value(input, &name)?)
    } else {
        None
    };
    if value.is_none() && input.peek(Ident::peek_any) {
        return Err(
            input.error("expected `,` or `=`: a name of several words is written between quotes")
        );
    }
    end(input, Argument::Key(Key { name, value }))
}

fn value(input: ParseStream<'_>, name: &Ident) -> syn::Result<Value> {
    let equals: Token![=] = input.parse()?;
    if input.is_empty() {
        return Err(syn::Error::new_spanned(
            equals,
            format!("a value is missing behind `{name} =`: write it there, or remove the key"),
        ));
    }
    let is_path = input.peek(Ident::peek_any) || input.peek(Token![::]);
    if is_path && !input.peek(Lit) {
        return input.call(Path::parse_mod_style).map(Value::Path);
    }
    if !input.peek(Lit) {
        return Err(input.error(format!("the value of `{name}` must be a literal or a path")));
    }
    Ok(match input.parse()? {
        Lit::Str(value) => Value::Str(value),
        Lit::Int(value) => Value::Int(value),
        other => Value::Other(other),
    })
}

/// What is wrong with a value that has to be known while the attribute is read.
pub(crate) fn not_a_literal(key: &Ident) -> String {
    format!(
        "the value of `{key}` must be a literal: an attribute is read before constants are known, so write the text or \
         number itself"
    )
}

fn end(input: ParseStream<'_>, argument: Argument) -> syn::Result<Argument> {
    if input.is_empty() {
        Ok(argument)
    } else if let (
        true,
        Argument::Key(Key {
            value: Some(Value::Path(path)),
            ..
        }),
    ) = (input.peek(syn::token::Paren), &argument)
    {
        Err(syn::Error::new_spanned(
            path,
            "a path is named here, and not called: remove the parentheses",
        ))
    } else if let (true, Argument::Key(key @ Key { value: None, .. })) =
        (input.peek(syn::token::Paren), &argument)
    {
        let (name, value) = (&key.name, input.parse::<proc_macro2::Group>()?.stream());
        Err(syn::Error::new(
            name.span(),
            format!("a key has its value behind `=`: write `{name} = {value}`"),
        ))
    } else {
        Err(input.error("expected `,` between the arguments"))
    }
}

/// The tokens between commas; nothing behind a last comma.
fn at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                parts.push(part.drain(..).collect())
            }
            token => part.push(token),
        }
    }
    if !part.is_empty() {
        parts.push(part.into_iter().collect());
    }
    parts
}
