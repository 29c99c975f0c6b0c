//! Handler: a fn that can be one, and what it is declared for.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{FnArg, GenericParam, Ident, ReturnType, Signature, Type};

use super::{Declaration, Krate, Macro, Param, plain};
use crate::{
    diagnostic::Errors,
    parse::{Arguments, Function},
};

/// A handler, checked as far as syntax goes.
pub(crate) struct Handler {
    pub(crate) ident: Ident,
    /// Its name in messages.
    pub(crate) name: String,
    pub(crate) declarations: Vec<Declaration>,
    pub(crate) receiver: Receiver,
    pub(crate) params: Vec<Param>,
    pub(crate) output: ReturnType,
    /// Its doc comment.
    pub(crate) docs: String,
    /// Whether the fn is not async: it runs where it may take its time.
    pub(crate) blocking: bool,
    /// Whether its signature is one that can be called at all.
    pub(crate) callable: bool,
}

/// What a method is called on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// Nothing: a free fn.
    None,
    /// `&self` or `self: &Arc<Self>`
    Ref,
    /// `self: Arc<Self>`
    Arc,
}

impl Handler {
    /// A free fn. Takes the attributes of this crate that stand below the first away from it.
    pub(crate) fn free(
        of: Macro,
        arguments: &Arguments,
        function: &mut Function,
        errors: &Errors,
    ) -> Self {
        let first = Declaration::new(of, arguments, &function.signature.ident, None, errors);
        let mut handler = Self::new(&mut function.signature, errors);
        handler.declarations.push(first);
        handler.take_declarations(function, None, errors);
        handler.check_async(&function.signature, errors);
        handler.own_arguments(function);
        handler.docs = function.docs();
        if let Some(FnArg::Receiver(receiver)) = function.signature.inputs.first() {
            handler.callable = false;
            errors.at(
                receiver,
                "a method is a handler only in an `impl` block with an attribute: write `#[namespace(\"/name\")]` above it",
            );
        }
        handler
    }

    /// A method of a class-based namespace, if it is a handler at all.
    pub(crate) fn method(
        function: &mut Function,
        namespace: &str,
        errors: &Errors,
    ) -> Option<Self> {
        if !function
            .attributes
            .iter()
            .any(|attribute| Macro::of(attribute).is_some())
        {
            return None;
        }
        let before = errors.len();
        let mut handler = Self::new(&mut function.signature, errors);
        handler.receiver = receiver(&function.signature, errors);
        handler.callable = errors.len() == before;
        handler.take_declarations(function, Some(namespace), errors);
        handler.check_async(&function.signature, errors);
        handler.own_arguments(function);
        handler.docs = function.docs();
        // Being `async` is not the method's choice.
        function
            .attributes
            .push(syn::parse_quote!(#[allow(clippy::unused_async)]));
        Some(handler)
    }

    /// Where the runtime is, as said by any of the attributes.
    pub(crate) fn krate(&self) -> Krate {
        let said = self
            .declarations
            .iter()
            .find(|declaration| declaration.krate.0.is_some());
        said.map(|declaration| declaration.krate.clone())
            .unwrap_or_default()
    }

    fn new(signature: &mut Signature, errors: &Errors) -> Self {
        let before = errors.len();
        plain_async_fn(signature, errors);
        let typed = signature.inputs.iter_mut().filter_map(|input| match input {
            FnArg::Typed(param) => Some(param),
            FnArg::Receiver(_) => None,
        });
        let params = typed
            .enumerate()
            .map(|(index, param)| Param::new(index, param, errors))
            .collect();
        Self {
            ident: signature.ident.clone(),
            name: plain(&signature.ident),
            declarations: Vec::new(),
            receiver: Receiver::None,
            params,
            output: signature.output.clone(),
            docs: String::new(),
            blocking: signature.asyncness.is_none(),
            callable: errors.len() == before,
        }
    }

    /// Whether the type of its return value can be written: `impl Trait` cannot be elsewhere.
    pub(crate) fn names_output(&self) -> bool {
        match &self.output {
            ReturnType::Default => true,
            ReturnType::Type(_, ty) => !has_impl(ty.to_token_stream()),
        }
    }

    /// Taking its arguments by value is not the choice of a fn that is not async.
    fn own_arguments(&self, function: &mut Function) {
        if self.blocking && self.callable {
            let allow = syn::parse_quote!(#[allow(clippy::needless_pass_by_value)]);
            function.attributes.push(allow);
        }
    }

    /// `async fn`, unless every attribute says `blocking`.
    fn check_async(&mut self, signature: &Signature, errors: &Errors) {
        let name = &signature.ident;
        match &signature.asyncness {
            None if !self
                .declarations
                .iter()
                .all(|declaration| declaration.blocking) =>
            {
                self.callable = false;
                errors.at(
                    signature.fn_token,
                    format!("a handler is an `async fn`: write `async fn {name}`"),
                );
            }
            Some(token)
                if self
                    .declarations
                    .iter()
                    .any(|declaration| declaration.blocking) =>
            {
                self.callable = false;
                errors.at(token, format!("a `blocking` handler runs where it may wait: write `fn {name}`, without `async`"));
            }
            _ => {}
        }
    }

    fn take_declarations(&mut self, function: &mut Function, class: Option<&str>, errors: &Errors) {
        for attribute in std::mem::take(&mut function.attributes) {
            let Some(of) = Macro::of(&attribute) else {
                function.attributes.push(attribute);
                continue;
            };
            let arguments = Arguments::of(&attribute, errors);
            let declaration = Declaration::new(of, &arguments, &self.ident, class, errors);
            if self
                .declarations
                .iter()
                .any(|earlier| earlier.clashes_with(&declaration))
            {
                errors.span(
                    declaration.span,
                    format!(
                        "{} is declared twice here: remove one attribute",
                        declaration.what()
                    ),
                );
            }
            self.declarations.push(declaration);
        }
    }
}

fn has_impl(trees: TokenStream) -> bool {
    trees.into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == "impl",
        TokenTree::Group(group) => has_impl(group.stream()),
        _ => false,
    })
}

/// The most parameters of a handler.
const MOST: usize = 12;

const NOT_GENERIC: &str =
    "a handler cannot be generic, nobody would choose the type: write a concrete one";

/// `async fn name(..)`, with nothing before and no generics behind.
fn plain_async_fn(signature: &mut Signature, errors: &Errors) {
    if let Some(token) = &signature.constness {
        errors.at(token, "a handler is a plain `async fn`: remove `const`");
    }
    if let Some(token) = &signature.unsafety {
        errors.at(
            token,
            "a handler is a plain `async fn`, called by safe code: remove `unsafe`",
        );
    }
    if let Some(abi) = &signature.abi {
        errors.at(abi, "a handler is a plain `async fn`: remove `extern`");
    }
    // Taken away, or the compiler would add that it must be `unsafe extern "C"`, which is no help.
    if let Some(variadic) = signature.variadic.take() {
        errors.at(
            variadic,
            "a handler names its arguments: take `Args` for all that are left",
        );
    }
    let mut params = signature
        .inputs
        .iter()
        .filter(|input| matches!(input, FnArg::Typed(_)));
    if let Some(param) = params.nth(MOST) {
        errors.at(
            param,
            format!("a handler has at most {MOST} parameters: put several into one type"),
        );
    }
    for param in &signature.generics.params {
        match param {
            GenericParam::Lifetime(lifetime) => {
                errors.at(lifetime, "a handler owns its arguments: remove the lifetime and write owned types, such as `String`");
            }
            GenericParam::Type(param) => errors.at(&param.ident, NOT_GENERIC),
            GenericParam::Const(param) => errors.at(&param.ident, NOT_GENERIC),
        }
    }
}

/// How the object is passed: there is one for all clients.
fn receiver(signature: &Signature, errors: &Errors) -> Receiver {
    let Some(FnArg::Receiver(receiver)) = signature.inputs.first() else {
        return Receiver::None;
    };
    match &*receiver.ty {
        Type::Reference(reference) if reference.mutability.is_some() => {
            errors.at(receiver, "one object serves all clients at once: write `&self`, and put what changes behind a lock");
        }
        Type::Reference(_) => return Receiver::Ref,
        Type::Path(path)
            if path
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "Arc") =>
        {
            return Receiver::Arc;
        }
        _ => errors.at(
            receiver,
            "one object serves all clients: write `&self`, or `self: Arc<Self>`",
        ),
    }
    Receiver::Ref
}
