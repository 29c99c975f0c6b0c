//! The rules of a handler's parameters that depend on their types. The compiler evaluates them, and reports a mistake at
//! the parameter's type.

use super::{ParamInfo, Takes};
use crate::route::{Kind, text::Text};

/// The parts of a sentence about a mistake. They are not put together here, because most parameters have none.
pub(in crate::route) type Fault = [&'static str; 5];

/// Checks that parameter `index` is allowed in a handler of this kind, and at this place among the parameters.
///
/// # Panics
///
/// If it is not. The message says what to write. In a `const` the panic is a compile error at the place of the call.
#[track_caller]
pub const fn check(kind: Kind, params: &[ParamInfo], index: usize) {
    if let Some(fault) = fault(kind, params, index) {
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

/// The mistake of a parameter, if it has one.
pub(in crate::route) const fn fault(
    kind: Kind,
    params: &[ParamInfo],
    index: usize,
) -> Option<Fault> {
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

/// The mistake of a parameter that a handler of this kind cannot have.
const fn kind_allows(kind: Kind, param: &ParamInfo) -> Option<Fault> {
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

/// The mistake of a parameter that may not come after `earlier`.
const fn behind(kind: Kind, earlier: &ParamInfo, param: &ParamInfo) -> Option<Fault> {
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
const fn before(param: &ParamInfo, later: &ParamInfo) -> Option<Fault> {
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
