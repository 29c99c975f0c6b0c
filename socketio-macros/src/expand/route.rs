//! Routes: the static records of a handler, each with the shim that decodes, calls and replies.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ReturnType;

use super::path::{Paths, ends, location};
use crate::model::{Declaration, Handler, Kind, Order, Param, Receiver};

/// What a shim calls.
#[derive(Clone, Copy)]
pub(super) enum Callee<'a> {
    /// The fn of that name.
    Fn,
    /// A method of `Self`, a type with this name.
    Method(&'a str),
}

/// `&[Route { .. }, ..]`, and in scope what tells one type from another.
pub(super) fn list(paths: &Paths, routes: impl Iterator<Item = TokenStream>) -> TokenStream {
    let private = paths.private();
    quote! {{
        #[allow(unused_imports)]
        use #private::{Plain as _, Required as _};
        &[#(#routes),*]
    }}
}

/// `&[param, ..]` of a handler.
pub(super) fn params(paths: &Paths, params: &[Param]) -> TokenStream {
    let private = paths.private();
    let list = params.iter().map(|param| arg(paths, param));
    quote! {{
        #[allow(unused_imports)]
        use #private::Required as _;
        &[#(#list.param),*]
    }}
}

/// The one record of a declaration.
pub(super) fn route(
    paths: &Paths,
    handler: &Handler,
    declaration: &Declaration,
    callee: Callee<'_>,
    params: &TokenStream,
) -> TokenStream {
    let private = paths.private();
    let kind = kind(paths, declaration.kind);
    let Declaration {
        namespace, event, ..
    } = declaration;
    let name = match callee {
        Callee::Fn => format!("::{}", handler.name),
        Callee::Method(class) => format!("::{class}::{}", handler.name),
    };
    let location = location(paths, declaration.span);
    let order = order(paths, declaration.order);
    let call = shim(paths, handler, declaration.kind, callee);
    quote! {
        #private::Route {
            kind: #kind,
            namespace: #namespace,
            event: #event,
            name: ::core::concat!(::core::module_path!(), #name),
            location: #location,
            order: #order,
            params: #params,
            call: #call,
        }
    }
}

/// The rules that need types: a `const` that cannot be evaluated is an error at the parameter's type. Each has its own,
/// so that every mistake is told.
pub(super) fn checks(paths: &Paths, handler: &Handler, params: &TokenStream) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    let mut seen: Vec<Kind> = Vec::new();
    for declaration in &handler.declarations {
        if seen.contains(&declaration.kind) {
            continue;
        }
        seen.push(declaration.kind);
        let kind = kind(paths, declaration.kind);
        for (index, param) in handler.params.iter().enumerate() {
            let (start, end) = ends(&param.ty);
            let private = paths.private_at(start);
            let check = quote_spanned!(start=> #private::check);
            let arguments = quote_spanned!(end=> (#kind, #params, #index));
            checks.push(quote!(const _: () = #check #arguments;));
        }
    }
    checks
}

/// `arg::<T>(name, ..)`: everywhere the same tokens in the same places, so that an error about `T` is one.
fn arg(paths: &Paths, param: &Param) -> TokenStream {
    let Param { name, ty } = param;
    let (start, end) = ends(ty);
    let private = paths.private_at(start);
    let arg = quote_spanned!(start=> #private::arg::<#ty>);
    let arguments = quote_spanned!(end=> (#name, #private::Optional::<#ty>::YES));
    quote!(#arg #arguments)
}

fn kind(paths: &Paths, kind: Kind) -> TokenStream {
    let private = paths.private();
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

fn order(paths: &Paths, order: Order) -> TokenStream {
    let private = paths.private();
    let order = match order {
        Order::Default => quote!(Default),
        Order::Serial => quote!(Serial),
        Order::Concurrent => quote!(concurrent(0)),
        Order::AtMost(runs) => quote!(concurrent(#runs)),
        Order::Latest => quote!(Latest),
    };
    quote!(#private::Order::#order)
}

/// `|call| call2(call, kind, arg, arg, the fn, its reply)`
fn shim(paths: &Paths, handler: &Handler, kind: Kind, callee: Callee<'_>) -> TokenStream {
    let (call, ident) = (Ident::new("__call", Span::mixed_site()), &handler.ident);
    let count = handler.params.len();
    // A future that is not `Send` is told of at the name of the fn.
    let private = paths.private_at(ident.span());
    let name = match callee {
        Callee::Fn => quote!(#ident),
        Callee::Method(_) => quote!(Self::#ident),
    };
    let shim = match handler.receiver {
        Receiver::None => format_ident!("call{count}"),
        Receiver::Ref | Receiver::Arc => format_ident!("method{count}"),
    };
    let callee = if handler.blocking || handler.receiver == Receiver::Ref {
        wrapped(paths, handler, &name)
    } else {
        name
    };
    let types = (handler.receiver != Receiver::None).then(|| {
        let inferred = (0..=count).map(|_| quote!(_));
        quote!(::<Self, #(#inferred),*>)
    });
    let shim = Ident::new(&shim.to_string(), ident.span());
    let kind_path = self::kind(paths, kind);
    let args = handler.params.iter().map(|param| arg(paths, param));
    let reply = reply(paths, kind, &handler.output);
    let arguments = quote_spanned!(ident.span()=> (#call, #kind_path, #(#args,)* #callee, #reply));
    quote!(|#call| #private::#shim #types #arguments)
}

/// A fn whose future is not itself the handler's: a method that borrows its object, in a closure that owns it; one that
/// blocks, where it may.
fn wrapped(paths: &Paths, handler: &Handler, callee: &TokenStream) -> TokenStream {
    let private = paths.private();
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
fn reply(paths: &Paths, kind: Kind, output: &ReturnType) -> TokenStream {
    let (start, end) = match output {
        ReturnType::Default => (Span::call_site(), Span::call_site()),
        ReturnType::Type(_, ty) => ends(ty),
    };
    let (value, wanted) = (Ident::new("__value", start), Ident::new("__wanted", end));
    let private = paths.private_at(start);
    let (function, argument) = match kind {
        Kind::Connect => (quote_spanned!(start=> #private::Accept::accept), &value),
        Kind::Disconnect => (quote_spanned!(start=> #private::Done::done), &value),
        _ => (
            quote_spanned!(start=> #private::Returned(#value).reply),
            &wanted,
        ),
    };
    let arguments = quote_spanned!(end=> (#argument));
    let wanted = if *argument == wanted {
        quote!(#wanted)
    } else {
        quote!(_)
    };
    quote!(|#value, #wanted| #function #arguments)
}
