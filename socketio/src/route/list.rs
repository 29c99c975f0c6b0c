//! The rules of `routes![..]`. Evaluated while the compiler runs; what is wrong is an error at the path of the handler.

use super::{
    Kind, Route,
    routes::Listed,
    text::{Text, equal},
};

/// A list, and what is wrong with it.
#[derive(Debug)]
pub struct List<'a, const N: usize> {
    entries: &'a [Listed; N],
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
pub const fn list<'a, const N: usize, const SLOTS: usize>(
    entries: &'a [Listed; N],
    names: &'static str,
) -> List<'a, N> {
    // What is not in a slot yet is for the entry behind the last one.
    let mut slots = [(N, 0); SLOTS];
    let mut earlier = [N; N];
    let mut index = 0;
    while index < N {
        let mut at = 0;
        while let Some(route) = route(&entries[index], at) {
            let hash = hash(route.event.as_bytes());
            let mut slot = hash % SLOTS;
            let mut tried = 0;
            while tried < SLOTS && slots[slot].0 < N {
                let (other, found) = slots[slot];
                if found == hash && other != index && clash(&entries[other], route).is_some() {
                    earlier[index] = other;
                }
                slot = (slot + 1) % SLOTS;
                tried += 1;
            }
            if tried < SLOTS {
                slots[slot] = (index, hash);
            }
            at += 1;
        }
        index += 1;
    }
    List {
        entries,
        names,
        earlier,
    }
}

impl<const N: usize> List<'_, N> {
    /// Whether this entry can be there.
    ///
    /// # Panics
    ///
    /// It is no handler, or it is for the same as an earlier one; the message says which, and what is wrong with the
    /// entries behind it. In a `const` that is a compile error where this is called.
    #[track_caller]
    pub const fn check(&self, index: usize) {
        if self.earlier[index] == N && !matches!(self.entries[index], Listed::Other) {
            return;
        }
        let mut message = self.fault(Text::new(), index);
        let mut later = index + 1;
        while later < N {
            if self.earlier[later] < N || matches!(self.entries[later], Listed::Other) {
                message = self.fault(message.with(&["\n"]), later);
            }
            later += 1;
        }
        panic!("{}", message.as_str())
    }

    const fn fault(&self, message: Text, index: usize) -> Text {
        if matches!(self.entries[index], Listed::Other) {
            let how = "` is not a handler: write `#[on(\"..\")]` or `#[event]` above an `async fn`; an object with \
                       `#[namespace]` goes to `.namespace(..)`";
            return message.with(&["`", self.name(index), how]);
        }
        let earlier = self.earlier[index];
        let mut at = 0;
        while let Some(right) = route(&self.entries[index], at) {
            if let Some(left) = clash(&self.entries[earlier], right) {
                let message = too_many(message, left.kind, left.namespace, left.event);
                let message = place(message, self.name(earlier), left);
                return place(message.with(&[" and "]), self.name(index), right);
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

/// One route after the other, until there is none.
const fn route(entry: &Listed, at: usize) -> Option<&Route> {
    match entry {
        Listed::One(route) if at == 0 => Some(route),
        Listed::Several(routes) if at < routes.len() => Some(&routes[at]),
        _ => None,
    }
}

/// Of the length of an event's name and some of its letters: one of them differs in two names, as a rule. There is no
/// loop, because a step of it takes the compiler a thousand times as long as a processor.
const fn hash(event: &[u8]) -> usize {
    let len = event.len();
    if len < 3 {
        return len;
    }
    let ends = [event[0], event[len - 3], event[len - 2], event[len - 1]];
    let mixed = (u32::from_le_bytes(ends) as u64 * 0x9e37_79b1) >> 32;
    mixed as usize ^ len
}

/// What of an entry is for the same as `wanted`.
const fn clash<'a>(entry: &'a Listed, wanted: &Route) -> Option<&'a Route> {
    let mut index = 0;
    while let Some(other) = route(entry, index) {
        if other.kind as u8 == wanted.kind as u8
            && equal(other.event, wanted.event)
            && (matches!(wanted.kind, Kind::DefaultError)
                || equal(other.namespace, wanted.namespace))
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
        .with(&["`", name, "` (", route.location.file(), ":"])
        .with_number(route.location.line())
        .with(&[")"])
}
