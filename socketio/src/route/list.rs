//! The rules of `routes![..]`. Evaluated while the compiler runs; what is wrong is an error at the path of the handler.

use super::{
    Declared, Kind, Route,
    routes::Listed,
    text::{Text, equal},
};

/// For each entry of a list the earlier one that is for the same, or `N`.
///
/// The slots, a power of two of them and more than there are entries, lead from what a route is for to its entry: a
/// long list must not keep the compiler waiting. If they do not suffice, since one fn can have many attributes, what is
/// left is found when the server is built.
#[must_use]
pub const fn earlier<const N: usize, const SLOTS: usize>(list: &[Listed; N]) -> [usize; N] {
    let mut entries = [N; SLOTS];
    let mut earlier = [N; N];
    let mut index = 0;
    while index < N {
        let routes = routes(list, index);
        let mut route = 0;
        while route < routes.len() {
            let mut slot = hash(&routes[route].declared) % SLOTS;
            let mut tried = 0;
            while tried < SLOTS && entries[slot] != N {
                if entries[slot] != index
                    && clash(self::routes(list, entries[slot]), &routes[route].declared).is_some()
                {
                    earlier[index] = entries[slot];
                }
                slot = (slot + 1) % SLOTS;
                tried += 1;
            }
            if tried < SLOTS {
                entries[slot] = index;
            }
            route += 1;
        }
        index += 1;
    }
    earlier
}

/// Whether entry `index` of a list, which is written like `names[index]`, can be there.
///
/// # Panics
///
/// It is no handler, or it is for the same as the `earlier` one; the message says which, and what is wrong with the
/// entries behind it. In a `const` that is a compile error where this is called.
#[track_caller]
pub const fn listed<const N: usize>(
    list: &[Listed; N],
    earlier: &[usize; N],
    names: &[&str; N],
    index: usize,
) {
    if list[index].is_some() && earlier[index] == N {
        return;
    }
    let mut message = wrong(Text::new(), list, earlier, names, index);
    let mut later = index + 1;
    while later < N {
        if list[later].is_none() || earlier[later] < N {
            message = wrong(message.with(&["\n"]), list, earlier, names, later);
        }
        later += 1;
    }
    panic!("{}", message.as_str())
}

const fn routes<const N: usize>(list: &[Listed; N], index: usize) -> &'static [Route] {
    match list[index] {
        Some(routes) => routes,
        None => &[],
    }
}

/// FNV-1a of the event's name: what two handlers are for differs by that, as a rule.
const fn hash(route: &Declared) -> usize {
    let event = route.event.as_bytes();
    let mut hash = 0xcbf2_9ce4_u32 ^ route.namespace.len() as u32;
    let mut at = 0;
    while at < event.len() {
        hash = (hash ^ event[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash as usize
}

/// The one of `routes` that is for the same as `route`.
const fn clash<'a>(routes: &'a [Route], route: &Declared) -> Option<&'a Declared> {
    let mut index = 0;
    while index < routes.len() {
        let other = &routes[index].declared;
        if other.kind as u8 == route.kind as u8
            && equal(other.event, route.event)
            && (matches!(route.kind, Kind::DefaultError) || equal(other.namespace, route.namespace))
        {
            return Some(other);
        }
        index += 1;
    }
    None
}

const fn wrong<const N: usize>(
    message: Text,
    list: &[Listed; N],
    earlier: &[usize; N],
    names: &[&str; N],
    index: usize,
) -> Text {
    if list[index].is_none() {
        let how = "` is not a handler: write `#[on(\"..\")]` or `#[event]` above an `async fn`; an object with \
                   `#[namespace]` goes to `.namespace(..)`";
        return message.with(&["`", names[index], how]);
    }
    let (left, right) = (routes(list, earlier[index]), routes(list, index));
    let mut at = 0;
    while at < right.len() {
        if let Some(left) = clash(left, &right[at].declared) {
            return two_handlers(message, left, &right[at].declared);
        }
        at += 1;
    }
    message
}

const fn two_handlers(message: Text, left: &Declared, right: &Declared) -> Text {
    let message = match left.kind {
        Kind::Event => message.with(&["event `", left.event, "` of "]),
        _ => message,
    };
    let message = match left.kind {
        Kind::DefaultError => message.with(&["there are"]),
        _ => message.with(&["namespace `", left.namespace, "` has"]),
    };
    let kind = match left.kind {
        Kind::Event => "",
        Kind::CatchAll => "catch-all ",
        Kind::Connect => "connect ",
        Kind::Disconnect => "disconnect ",
        Kind::Error => "error ",
        Kind::DefaultError => "default error ",
    };
    let message = place(message.with(&[" two ", kind, "handlers: "]), left);
    place(message.with(&[" and "]), right)
}

const fn place(message: Text, route: &Declared) -> Text {
    message
        .with(&[
            "`",
            route.module,
            "::",
            route.name,
            "` (",
            route.location.file,
            ":",
        ])
        .with_number(route.location.line)
        .with(&[")"])
}
