//! The rules of a handler's parameters that need their types. Evaluated while the compiler runs; what is wrong is an
//! error at the parameter's type.

use super::{Param, Takes};
use crate::route::{Kind, text::Text};

/// The parts of a sentence about a mistake. Cheap to have none of, which is the rule.
pub(in crate::route) type Fault = [&'static str; 5];

/// Whether parameter `index` of a handler of this kind may be what and where it is.
///
/// # Panics
///
/// It may not: the message says what to write. In a `const` that is a compile error where this is called.
#[track_caller]
pub const fn check(kind: Kind, params: &[Param], index: usize) {
    if let Some(fault) = fault(kind, params, index) {
        panic!("{}", Text::new().with(&fault).as_str())
    }
}

/// The same of the only parameter of a handler.
///
/// # Panics
///
/// It may not be that.
#[track_caller]
pub const fn check_only(kind: Kind, param: Param) {
    check(kind, &[param], 0);
}

/// What is wrong with a parameter.
pub(in crate::route) const fn fault(kind: Kind, params: &[Param], index: usize) -> Option<Fault> {
    let param = &params[index];
    if matches!(param.takes, Takes::Nothing) {
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

/// Whether a handler of this kind can have such a parameter at all.
const fn kind_allows(kind: Kind, param: &Param) -> Option<Fault> {
    let rule = match (kind, param.takes) {
        (_, Takes::Nothing)
        | (Kind::Event | Kind::CatchAll, Takes::One | Takes::Rest | Takes::Ack)
        | (Kind::Connect, Takes::One | Takes::Auth)
        | (Kind::Disconnect, Takes::Reason)
        | (Kind::Error | Kind::DefaultError, Takes::Error | Takes::Rest) => return None,

        (_, Takes::Reason) => "is why a client is gone, known only in `#[on(\"disconnect\")]`",
        (_, Takes::Auth) => {
            "is what a client sends to be let in, taken only in `#[on(\"connect\")]`: \
             later, ask the `Socket` for it"
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

/// Whether `param` may stand behind `earlier`.
const fn behind(kind: Kind, earlier: &Param, param: &Param) -> Option<Fault> {
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

/// Whether `param` may stand before `later`.
const fn before(param: &Param, later: &Param) -> Option<Fault> {
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
