//! A fn whose body stays tokens: half-typed code still expands, and nothing is parsed twice.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, Lit, Meta, Signature, Token, Visibility,
    parse::{Parse, ParseStream, Parser as _},
};

/// A fn as it was written.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    body: TokenStream,
}

impl Function {
    /// Whether the next item is a fn, whatever stands in front of it.
    pub(crate) fn peek(input: ParseStream<'_>) -> bool {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer).is_ok() && ahead.parse::<Visibility>().is_ok() && {
            let _: syn::Result<Option<Token![default]>> = ahead.parse();
            ahead.parse::<Qualifiers>().is_ok() && ahead.peek(Token![fn])
        }
    }

    /// Parses an item. Its body, one group or a semicolon, is not even looked into.
    pub(crate) fn new(item: TokenStream) -> syn::Result<Self> {
        let mut head: Vec<TokenTree> = item.into_iter().collect();
        let body = head.pop().into_token_stream();
        let mut function = Self::head.parse2(head.into_iter().collect())?;
        function.body = body;
        Ok(function)
    }

    /// Parses a fn among others.
    pub(crate) fn parse_in(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut function = Self::head(input)?;
        function.body = input.parse::<TokenTree>()?.into_token_stream();
        Ok(function)
    }

    /// Attributes, visibility and signature.
    fn head(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: TokenStream::new(),
        })
    }

    /// Its doc comment, without the blank in front of each line. What is no literal, as `include_str!`, is left out.
    pub(crate) fn docs(&self) -> String {
        let lines = self.attributes.iter().filter_map(|attribute| {
            let Meta::NameValue(pair) = &attribute.meta else {
                return None;
            };
            match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(line),
                    ..
                }) if pair.path.is_ident("doc") => Some(line.value()),
                _ => None,
            }
        });
        let lines: Vec<String> = lines
            .map(|line| match line.strip_prefix(' ') {
                Some(line) => line.trim_end().to_owned(),
                None => line.trim_end().to_owned(),
            })
            .collect();
        lines.join("\n").trim().to_owned()
    }

    /// The conditions under which the fn exists at all, for what is generated beside it.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for attribute in &self.attributes {
            attribute.to_tokens(tokens);
        }
        self.visibility.to_tokens(tokens);
        self.signature.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

/// `const async unsafe extern "C"`, each or none.
struct Qualifiers;

impl Parse for Qualifiers {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let _: Option<Token![const]> = input.parse()?;
        let _: Option<Token![async]> = input.parse()?;
        let _: Option<Token![unsafe]> = input.parse()?;
        let _: Option<syn::Abi> = input.parse()?;
        Ok(Self)
    }
}
