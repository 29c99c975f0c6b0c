//! An `impl` block whose fns keep their bodies as tokens.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Attribute, Generics, ImplItem, Path, Token, Type, WhereClause, braced,
    parse::{Parse, ParseStream},
    token::Brace,
};

use super::Function;

/// `impl<..> Name<..> where .. { .. }`
pub(crate) struct Block {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    impl_token: Token![impl],
    pub(crate) generics: Generics,
    /// `Trait for`, if there is one.
    pub(crate) of: Option<(Path, Token![for])>,
    pub(crate) self_type: Type,
    brace: Brace,
    pub(crate) members: Vec<Member>,
}

/// What stands in the block.
pub(crate) enum Member {
    Function(Box<Function>),
    Other(Box<ImplItem>),
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let unsafety = input.parse()?;
        let impl_token = input.parse()?;
        let mut generics = if input.peek(Token![<]) {
            input.parse()?
        } else {
            Generics::default()
        };
        let first: Type = input.parse()?;
        let (of, self_type) = match (input.parse::<Option<Token![for]>>()?, first) {
            (Some(for_token), Type::Path(of)) => (Some((of.path, for_token)), input.parse()?),
            (_, self_type) => (None, self_type),
        };
        generics.where_clause = input.parse::<Option<WhereClause>>()?;
        let content;
        let brace = braced!(content in input);
        let mut members = Vec::new();
        while !content.is_empty() {
            members.push(content.parse()?);
        }
        Ok(Self {
            attributes,
            unsafety,
            impl_token,
            generics,
            of,
            self_type,
            brace,
            members,
        })
    }
}

impl Parse for Member {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if Function::peek(input) {
            Function::parse_in(input).map(|function| Self::Function(Box::new(function)))
        } else {
            input.parse().map(|item| Self::Other(Box::new(item)))
        }
    }
}

impl ToTokens for Block {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for attribute in &self.attributes {
            attribute.to_tokens(tokens);
        }
        self.unsafety.to_tokens(tokens);
        self.impl_token.to_tokens(tokens);
        self.generics.to_tokens(tokens);
        if let Some((path, for_token)) = &self.of {
            path.to_tokens(tokens);
            for_token.to_tokens(tokens);
        }
        self.self_type.to_tokens(tokens);
        self.generics.where_clause.to_tokens(tokens);
        self.brace.surround(tokens, |tokens| {
            for member in &self.members {
                member.to_tokens(tokens);
            }
        });
    }
}

impl ToTokens for Member {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Function(function) => function.to_tokens(tokens),
            Self::Other(item) => item.to_tokens(tokens),
        }
    }
}
