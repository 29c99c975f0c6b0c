//! Routes: the records of a handler, each with what decodes, calls and replies.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Path, ReturnType};

use super::{
    Contract,
    path::{private, private_at},
};
use crate::{
    diagnostic::{ends, trees},
    model::{Declaration, Handler, Kind, Limits, Order, Param, Receiver},
};

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Callee {
    /// The fn of that name.
    Fn,
    /// A method of `Self`.
    Method,
}

/// `route::<Self>(..)`, one for each declaration.
pub(super) fn list(
    handler: &Handler,
    callee: Callee,
    contract: Contract,
) -> impl Iterator<Item = TokenStream> {
    let declarations = handler.declarations.iter();
    declarations.map(move |declaration| {
        let route = route(handler, declaration, callee);
        contract.describe(handler, declaration, route)
    })
}

fn route(handler: &Handler, declaration: &Declaration, callee: Callee) -> TokenStream {
    // Its place is that of the attribute, taken while the user's code is compiled: the expansion itself stays the same
    // when lines move.
    let span = declaration.span;
    let private = private_at(span);
    let Declaration {
        namespace, event, ..
    } = declaration;
    let kind = (declaration.kind != Kind::Event).then(|| {
        let kind = kind(declaration.kind);
        quote!(.kind(#kind))
    });
    let order = order(declaration.order);
    let method = (callee == Callee::Method).then(|| {
        let name = &handler.name;
        quote!(.method(#name))
    });
    let shim = shim(handler, declaration.kind, callee);
    let guards = each("guard", &declaration.guards).map(|guards| quote!(.guards(#guards)));
    let middlewares = each("middleware", &declaration.middlewares)
        .map(|middlewares| quote!(.middlewares(#middlewares)));
    let limits = limits(&declaration.limits).map(|limits| quote!(.limits(#limits)));
    quote_spanned!(span=> #private::route::<Self>(#namespace, #event, || #shim) #kind #method #order #limits #guards #middlewares)
}

/// `[param, ..]` of a handler.
pub(super) fn params(params: &[Param]) -> TokenStream {
    let list = params.iter().map(optional);
    quote!([#(#list.param),*])
}

/// The rules that need types, each an expression that panics at the parameter's type: in a `const` that is an error.
/// `params` is where the parameters are, unless there is only one.
pub(super) fn checks(handler: &Handler, params: Option<&TokenStream>) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    let mut seen: Vec<(Kind, Option<&str>)> = Vec::new();
    for declaration in &handler.declarations {
        let pattern = declaration
            .has_pattern()
            .then_some(declaration.namespace.as_str());
        if seen.contains(&(declaration.kind, pattern)) {
            continue;
        }
        seen.push((declaration.kind, pattern));
        let kind = kind(declaration.kind);
        for (index, param) in handler.params.iter().enumerate() {
            let (start, end) = param.ends;
            let private = private_at(start);
            let (name, params) = match (pattern, params) {
                (None, Some(params)) => ("check", quote!(#params, #index)),
                (Some(pattern), Some(params)) => ("check_in", quote!(#pattern, #params, #index)),
                (None, None) => {
                    let arg = arg(param);
                    ("check_only", quote!(#arg.param))
                }
                (Some(pattern), None) => {
                    let arg = arg(param);
                    ("check_in", quote!(#pattern, &[#arg.param], #index))
                }
            };
            let name = Ident::new(name, start);
            let check = quote_spanned!(start=> #private::#name);
            let arguments = quote_spanned!(end=> (#kind, #params));
            checks.push(quote!(#check #arguments));
        }
    }
    checks
}

/// `arg::<T>(name)`: everywhere in the same places, so that an error about `T` is one.
fn arg(param: &Param) -> TokenStream {
    let Param {
        name,
        ty,
        ends: (start, end),
    } = param;
    let private = private_at(*start);
    let arg = quote_spanned!(*start=> #private::arg::<#ty>);
    let arguments = quote_spanned!(*end=> (#name));
    quote!(#arg #arguments)
}

/// What [`arg`] writes, with a flag that the type sets: whether it is an `Option`.
fn optional(param: &Param) -> TokenStream {
    let (private, arg, ty) = (private(), arg(param), &param.ty);
    quote!(#arg.optional(#private::Optional::<#ty>::YES))
}

fn kind(kind: Kind) -> TokenStream {
    let private = private();
    let kind = match kind {
        Kind::Event => quote!(Event),
        Kind::CatchAll => quote!(CatchAll),
        Kind::Connect => quote!(Connect),
        Kind::Disconnect => quote!(Disconnect),
        Kind::Error => quote!(Error),
        Kind::DefaultError => quote!(DefaultError),
    };
    quote!(#private::Kind::#kind)
}

/// `.order(..)`, if it is said.
fn order(order: Order) -> Option<TokenStream> {
    let private = private();
    let order = match order {
        Order::Default => return None,
        Order::Serial => quote!(Serial),
        Order::Concurrent => quote!(concurrent(0)),
        Order::AtMost(runs) => quote!(concurrent(#runs)),
        Order::Latest => quote!(Latest),
    };
    Some(quote!(.order(#private::Order::#order)))
}

/// `Limits::new().rate(..)..`, if there are limits.
pub(super) fn limits(limits: &Limits) -> Option<TokenStream> {
    let private = private();
    let millis = |millis: u64| quote!(::core::time::Duration::from_millis(#millis));
    let rate = limits.rate.map(|(events, per)| {
        let per = millis(per);
        quote!(.rate(#events, #per))
    });
    let burst = limits.burst.map(|events| quote!(.burst(#events)));
    let max_size = limits.max_size.map(|bytes| quote!(.max_size(#bytes)));
    let timeout = limits.timeout.map(|timeout| {
        let timeout = millis(timeout);
        quote!(.timeout(#timeout))
    });
    (!limits.is_none()).then(|| quote!(#private::Limits::new() #rate #burst #max_size #timeout))
}

/// `&[|| guard(path), ..]` for fns that are called before a handler, if there are any. Errors about one are shown at its
/// path.
pub(super) fn each(function: &str, paths: &[Path]) -> Option<TokenStream> {
    let made = paths.iter().map(|path| {
        let (start, end) = ends(&trees(path));
        let (private, function) = (private_at(start), Ident::new(function, start));
        let called = quote_spanned!(start=> #private::#function);
        let arguments = quote_spanned!(end=> (#path));
        quote!(|| #called #arguments)
    });
    (!paths.is_empty()).then(|| quote!(&[#(#made),*]))
}

/// `call2(arg, arg, the fn, its reply)`
fn shim(handler: &Handler, kind: Kind, callee: Callee) -> TokenStream {
    let ident = &handler.ident;
    let count = handler.params.len();
    // A future that is not `Send` is told of at the name of the fn.
    let private = private_at(ident.span());
    let name = match callee {
        Callee::Fn => quote!(#ident),
        Callee::Method => quote!(Self::#ident),
    };
    let shim = match handler.receiver {
        Receiver::None => format_ident!("call{count}", span = ident.span()),
        Receiver::Ref | Receiver::Arc => format_ident!("method{count}", span = ident.span()),
    };
    let called = if handler.blocking || handler.receiver == Receiver::Ref {
        wrapped(handler, &name)
    } else {
        name
    };
    let types = (handler.receiver != Receiver::None).then(|| {
        let inferred = (0..=count).map(|_| quote!(_));
        quote!(::<Self, #(#inferred),*>)
    });
    let args = handler.params.iter().map(|param| match callee {
        // The rules have been asked already.
        Callee::Fn => arg(param),
        Callee::Method => optional(param),
    });
    let reply = reply(kind, handler);
    let arguments = quote_spanned!(ident.span()=> (#(#args,)* #called, #reply));
    quote!(#private::#shim #types #arguments)
}

/// A fn whose future is not itself the handler's: a method that borrows its object, in a closure that owns it; one that
/// blocks, where it may.
fn wrapped(handler: &Handler, callee: &TokenStream) -> TokenStream {
    let private = private();
    let instance = Ident::new("__self", Span::mixed_site());
    let values: Vec<Ident> = (0..handler.params.len())
        .map(|index| format_ident!("__{index}", span = Span::mixed_site()))
        .collect();
    let (owned, passed) = match handler.receiver {
        Receiver::None => (None, None),
        Receiver::Ref => (Some(quote!(#instance,)), Some(quote!(&#instance,))),
        Receiver::Arc => (Some(quote!(#instance,)), Some(quote!(#instance,))),
    };
    let called = quote!(#callee(#passed #(#values),*));
    if handler.blocking {
        quote!(|#owned #(#values),*| #private::blocking(move || #called))
    } else {
        quote!(|#owned #(#values),*| async move { #called.await })
    }
}

/// What becomes of the return value. Errors about its type are shown under it.
fn reply(kind: Kind, handler: &Handler) -> TokenStream {
    let (ty, trees) = match &handler.output {
        ReturnType::Default => (quote!(()), Vec::new()),
        ReturnType::Type(_, ty) => (ty.to_token_stream(), trees(ty)),
    };
    let (start, end) = ends(&trees);
    let private = private_at(start);
    let reply = match kind {
        Kind::Connect => Ident::new("connect_reply", end),
        Kind::Disconnect => Ident::new("disconnect_reply", end),
        _ if !handler.names_output() => {
            // Such a type cannot be written elsewhere too.
            let (value, wanted) = (Ident::new("__value", start), Ident::new("__wanted", end));
            return quote!(|#value, #wanted| #value.reply(#wanted));
        }
        _ => {
            let reply = Ident::new("reply", end);
            return quote_spanned!(start=> #private::Returned::<#ty>::#reply);
        }
    };
    quote!(#private::#reply)
}
