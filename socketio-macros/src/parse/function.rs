//! A fn whose body stays tokens: half-typed code still expands, and nothing is parsed twice.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Attribute, Signature, Token, Visibility,
    parse::{Parse, ParseStream},
};

/// A fn as it was written.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: TokenStream,
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

    /// Parses attributes, visibility and signature; the body is one group, or a semicolon.
    pub(crate) fn parse_in(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let signature = input.parse()?;
        let body = if input.peek(Token![;]) {
            input.parse::<Token![;]>()?.into_token_stream()
        } else {
            input.parse::<proc_macro2::Group>()?.into_token_stream()
        };
        Ok(Self {
            attributes,
            visibility,
            signature,
            body,
        })
    }

    /// The conditions under which the fn exists at all, for what is generated beside it.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Self::parse_in(input)
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
