//! The rules of a handler's parameters that depend on their types. The compiler evaluates them, and reports a mistake at
//! the parameter's type.

use super::{ParamInfo, Takes};
use crate::route::{Kind, text::Text};

/// The parts of a sentence about a mistake. They are not put together here, because most parameters have none.
pub(in crate::route) type Fault<'a> = [&'a str; 5];

/// Checks that parameter `index` is allowed in a handler of this kind, and at this place among the parameters.
///
/// # Panics
///
/// If it is not. The message says what to write. In a `const` the panic is a compile error at the place of the call.
#[track_caller]
pub const fn check(kind: Kind, params: &[ParamInfo], index: usize) {
    check_in(kind, "", params, index);
}

/// Does what [`check`] does for a handler whose namespace is this pattern.
///
/// # Panics
///
/// As [`check`] does, and if the pattern has no parameter of this name.
#[track_caller]
pub const fn check_in(kind: Kind, pattern: &str, params: &[ParamInfo], index: usize) {
    let fault = match fault(kind, params, index) {
        None => named_fault(pattern, &params[index]),
        fault => fault,
    };
    if let Some(fault) = fault {
        panic!("{}", Text::new().with(&fault).as_str())
    }
}

/// Checks that a handler of this kind may have this parameter as its only one.
///
/// # Panics
///
/// If it may not, as [`check`] does.
#[track_caller]
pub const fn check_only(kind: Kind, param: ParamInfo) {
    check(kind, &[param], 0);
}

/// The mistake of a parameter whose value is to come from the name of the namespace, if the name does not have it.
pub(in crate::route) const fn named_fault<'a>(
    namespace: &'a str,
    param: &'a ParamInfo,
) -> Option<Fault<'a>> {
    if !param.is_named() || has_param(namespace.as_bytes(), param.name.as_bytes()) {
        return None;
    }
    if has_blank(param.name.as_bytes()) {
        return Some([
            "a value from the name of the namespace is found by the name of its parameter: write `id: Param<u32>`, or \
             `_id: Param<u32>` if it is not used",
            "",
            "",
            "",
            "",
        ]);
    }
    Some([
        "`",
        param.name,
        "` is taken from the name of the namespace, which has no `{",
        param.name,
        "}` in it: a pattern is written `namespace = \"/room-{id}\"`, and its parameter is taken as `id: Param<u32>`",
    ])
}

/// Whether it is no name, but says which argument it is.
const fn has_blank(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        if name[at] == b' ' {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the pattern has a parameter of this name. A name may have a `_` in front, which keeps the compiler from
/// warning that the parameter is not used.
const fn has_param(pattern: &[u8], name: &[u8]) -> bool {
    let mut at = 0;
    while at < pattern.len() {
        if pattern[at] == b'{'
            && (is_at(pattern, at + 1, name, 0) || is_unused_at(pattern, at + 1, name))
        {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_unused_at(pattern: &[u8], at: usize, name: &[u8]) -> bool {
    !name.is_empty() && name[0] == b'_' && is_at(pattern, at, name, 1)
}

/// Whether the name, without its first bytes, stands there as a whole: a `}` is behind it, or a `:`, which is a mistake of
/// its own.
const fn is_at(pattern: &[u8], mut at: usize, name: &[u8], mut from: usize) -> bool {
    while from < name.len() {
        if at >= pattern.len() || pattern[at] != name[from] {
            return false;
        }
        at += 1;
        from += 1;
    }
    at < pattern.len() && matches!(pattern[at], b'}' | b':')
}

/// The mistake of a parameter, if it has one.
pub(in crate::route) const fn fault(
    kind: Kind,
    params: &[ParamInfo],
    index: usize,
) -> Option<Fault<'static>> {
    let param = &params[index];
    if matches!(param.takes, Takes::Nothing | Takes::Param) {
        return None;
    }
    let mut fault = kind_allows(kind, param);

    let mut other = 0;
    while other < params.len() && fault.is_none() {
        if other < index {
            fault = behind(kind, &params[other], param);
        } else if other > index {
            fault = before(param, &params[other]);
        }
        other += 1;
    }
    fault
}

/// The mistake of a parameter that a handler of this kind cannot have.
const fn kind_allows(kind: Kind, param: &ParamInfo) -> Option<Fault<'static>> {
    let rule = match (kind, param.takes) {
        (_, Takes::Nothing | Takes::Param)
        | (Kind::Event | Kind::CatchAll, Takes::One | Takes::Rest | Takes::Ack)
        | (Kind::Connect, Takes::One | Takes::Auth)
        | (Kind::Disconnect, Takes::Reason)
        | (Kind::Error | Kind::DefaultError, Takes::Error | Takes::Rest) => return None,

        (_, Takes::Reason) => "is why a client is gone, known only in `#[on(\"disconnect\")]`",
        (_, Takes::Auth) => {
            "is what a client sends to be let in, taken only in `#[on(\"connect\")]`: \
             later, ask the `Socket` for it"
        }
        (_, Takes::Next) => {
            "is what follows a middleware, known only in one: name the fn by the key `middleware` of a handler's attribute, \
             or give it to `.middleware(..)`"
        }
        (_, Takes::Error) => {
            "is what went wrong, known only in `#[on_error]` and `#[on_error_default]`"
        }
        (Kind::Connect, Takes::Rest) => {
            "cannot take all arguments, a connection has one: write `auth: Option<T>` with your own `T`"
        }
        (Kind::Connect, Takes::Ack) => {
            "has nothing to answer: a connect handler returns nothing, `bool` or `Result<(), ConnectionRefused>`"
        }
        (Kind::Disconnect, Takes::Ack) => "has nobody to answer: the client is gone",
        (Kind::Disconnect, _) => {
            "would be an argument of the client, but it sends none when it leaves: the allowed form is \
             `async fn name(reason: Reason, socket: Socket, ..)`, with anything from the context"
        }
        (_, Takes::Ack) => "is not needed: what an error handler returns is the acknowledgement",
        (_, Takes::One) => {
            "would be an argument of the event, but which event failed is not known here: the allowed form is \
             `async fn name(error: socketio::Error, event: EventName, args: Args, ..)`"
        }
    };
    Some(["`", param.name, "` ", rule, ""])
}

/// The mistake of a parameter that may not come after `earlier`.
const fn behind(kind: Kind, earlier: &ParamInfo, param: &ParamInfo) -> Option<Fault<'static>> {
    match (earlier.takes, param.takes) {
        (Takes::Ack, Takes::Ack) => Some([
            "one `Ack` answers the event: `",
            earlier.name,
            "` is it already, so remove `",
            param.name,
            "`",
        ]),
        (Takes::Rest, Takes::Rest) => Some([
            "`",
            earlier.name,
            "` takes all arguments that are left, so nothing remains for `",
            param.name,
            "`: remove one of them",
        ]),
        _ if matches!(kind, Kind::Connect) && earlier.is_wire() && param.is_wire() => Some([
            "a client sends one value to be let in, and `",
            earlier.name,
            "` is it: put what you want of it into one type, so that `",
            param.name,
            "` is a field of it",
        ]),
        _ => None,
    }
}

/// The mistake of a parameter that may not come before `later`.
const fn before(param: &ParamInfo, later: &ParamInfo) -> Option<Fault<'static>> {
    match (param.takes, later.takes) {
        (Takes::Rest, Takes::One) => Some([
            "`",
            param.name,
            "` takes all arguments that are left: move it behind `",
            later.name,
            "`",
        ]),
        (Takes::One, Takes::One) if param.optional && !later.optional => Some([
            "`",
            param.name,
            "` is an `Option`, which the client may leave out, so it comes last: move it behind `",
            later.name,
            "`",
        ]),
        _ => None,
    }
}
