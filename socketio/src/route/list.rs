//! The rules of `routes![..]`. Evaluated while the compiler runs; what is wrong is an error at the path of the handler.

use super::{
    Kind, Route,
    routes::Listed,
    text::{Text, equal},
};

/// A list, and what is wrong with it.
#[derive(Debug)]
pub struct List<const N: usize> {
    entries: &'static [Listed; N],
    /// As they are written, with commas between.
    names: &'static str,
    /// For each entry the earlier one that is for the same, or `N`.
    earlier: [usize; N],
}

/// Looks for entries that are for the same.
///
/// The slots, a power of two of them and more than there are entries, lead from what a route is for to its entry: a
/// long list must not keep the compiler waiting. If they do not suffice, since one fn can have many attributes, what is
/// left is found when the server is built.
#[must_use]
pub const fn list<const N: usize, const SLOTS: usize>(
    entries: &'static [Listed; N],
    names: &'static str,
) -> List<N> {
    let mut slots = [N; SLOTS];
    let mut earlier = [N; N];
    let mut index = 0;
    while index < N {
        let routes = routes(entries, index);
        let mut route = 0;
        while route < routes.len() {
            let mut slot = hash(&routes[route]) % SLOTS;
            let mut tried = 0;
            while tried < SLOTS && slots[slot] != N {
                if slots[slot] != index
                    && clash(self::routes(entries, slots[slot]), &routes[route]).is_some()
                {
                    earlier[index] = slots[slot];
                }
                slot = (slot + 1) % SLOTS;
                tried += 1;
            }
            if tried < SLOTS {
                slots[slot] = index;
            }
            route += 1;
        }
        index += 1;
    }
    List {
        entries,
        names,
        earlier,
    }
}

impl<const N: usize> List<N> {
    /// Whether this entry can be there.
    ///
    /// # Panics
    ///
    /// It is no handler, or it is for the same as an earlier one; the message says which, and what is wrong with the
    /// entries behind it. In a `const` that is a compile error where this is called.
    #[track_caller]
    pub const fn check(&self, index: usize) {
        if self.is_right(index) {
            return;
        }
        let mut message = self.fault(Text::new(), index);
        let mut later = index + 1;
        while later < N {
            if !self.is_right(later) {
                message = self.fault(message.with(&["\n"]), later);
            }
            later += 1;
        }
        panic!("{}", message.as_str())
    }

    const fn is_right(&self, index: usize) -> bool {
        self.entries[index].is_some() && self.earlier[index] == N
    }

    const fn fault(&self, message: Text, index: usize) -> Text {
        if self.entries[index].is_none() {
            let how = "` is not a handler: write `#[on(\"..\")]` or `#[event]` above an `async fn`; an object with \
                       `#[namespace]` goes to `.namespace(..)`";
            return message.with(&["`", self.name(index), how]);
        }
        let earlier = self.earlier[index];
        let (left, right) = (routes(self.entries, earlier), routes(self.entries, index));
        let mut at = 0;
        while at < right.len() {
            if let Some(left) = clash(left, &right[at]) {
                let message = too_many(message, left.kind, left.namespace, left.event);
                let message = place(message, self.name(earlier), left);
                return place(message.with(&[" and "]), self.name(index), &right[at]);
            }
            at += 1;
        }
        message
    }

    const fn name(&self, index: usize) -> &'static str {
        nth(self.names, index)
    }
}

/// What stands between two commas.
const fn nth(names: &'static str, index: usize) -> &'static str {
    let bytes = names.as_bytes();
    let (mut start, mut end, mut commas) = (0, 0, 0);
    while end < bytes.len() {
        if bytes[end] == b',' {
            if commas == index {
                break;
            }
            commas += 1;
            start = end + 1;
        }
        end += 1;
    }
    names.split_at(end).0.split_at(start).1
}

const fn routes<const N: usize>(list: &[Listed; N], index: usize) -> &'static [Route] {
    match list[index] {
        Some(routes) => routes,
        None => &[],
    }
}

/// FNV-1a of the event's name: what two handlers are for differs by that, as a rule.
const fn hash(route: &Route) -> usize {
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
const fn clash<'a>(routes: &'a [Route], route: &Route) -> Option<&'a Route> {
    let mut index = 0;
    while index < routes.len() {
        let other = &routes[index];
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

const fn too_many(message: Text, kind: Kind, namespace: &str, event: &str) -> Text {
    let message = match kind {
        Kind::Event => message.with(&["event `", event, "` of "]),
        _ => message,
    };
    let message = match kind {
        Kind::DefaultError => message.with(&["there are"]),
        _ => message.with(&["namespace `", namespace, "` has"]),
    };
    let kind = match kind {
        Kind::Event => "",
        Kind::CatchAll => "catch-all ",
        Kind::Connect => "connect ",
        Kind::Disconnect => "disconnect ",
        Kind::Error => "error ",
        Kind::DefaultError => "default error ",
    };
    message.with(&[" two ", kind, "handlers: "])
}

const fn place(message: Text, name: &str, route: &Route) -> Text {
    message
        .with(&["`", name, "` (", route.location.file, ":"])
        .with_number(route.location.line)
        .with(&[")"])
}
