//! The rules of `routes![..]`. The compiler evaluates them, and reports a mistake at the path of the handler.

mod limits;
mod routes;
mod scoped;

use super::{
    Kind, Route,
    text::{Text, equal},
};

pub(super) use routes::Class;
pub use routes::{IntoRoutes, Listed, Routes, Unrouted};
pub(super) use scoped::{ALL, Before, Scoped};

/// The entries of one `routes![..]`, and which of them clash.
#[derive(Debug)]
pub struct List<'a, const N: usize> {
    entries: &'a [Listed; N],
    /// The paths of the entries as the program writes them, with commas between.
    names: &'static str,
    /// For each entry, the index of an earlier entry for the same event, or `N` if there is none.
    earlier: [usize; N],
}

/// Looks for entries that handle the same event of the same namespace.
///
/// The slots are a hash table from kind, namespace and event to the entry, so that a long list does not slow the
/// compiler down. Their number is a power of two and larger than that of the entries. One fn can have many attributes,
/// so the table can become full; the routes that do not fit are compared when the server is built.
#[must_use]
pub const fn list<'a, const N: usize, const SLOTS: usize>(
    entries: &'a [Listed; N],
    names: &'static str,
) -> List<'a, N> {
    // An empty slot holds `N`, which is the index of no entry.
    let mut slots = [(N, 0); SLOTS];
    let mut earlier = [N; N];
    let mut index = 0;
    while index < N {
        let routes = entries[index].routes();
        let mut at = 0;
        while at < routes.len() {
            let route = &routes[at];
            let hash = hash(route);
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
    /// Checks that this entry is a handler, and that no earlier entry handles the same event.
    ///
    /// # Panics
    ///
    /// If it is not so. The message names the mistake, and the mistakes of all later entries. In a `const` the panic is a
    /// compile error at the place of the call.
    #[track_caller]
    pub const fn check(&self, index: usize) {
        if !self.is_wrong(index) {
            return;
        }
        let mut message = self.fault(Text::new(), index);
        let mut later = index + 1;
        while later < N {
            if self.is_wrong(later) {
                message = self.fault(message.with(&["\n"]), later);
            }
            later += 1;
        }
        panic!("{}", message.as_str())
    }

    const fn is_wrong(&self, index: usize) -> bool {
        self.earlier[index] < N || matches!(self.entries[index], Listed::Other | Listed::Private)
    }

    const fn fault(&self, message: Text, index: usize) -> Text {
        if matches!(self.entries[index], Listed::Other) {
            let how = "` is not a handler: write `#[on(\"..\")]` or `#[event]` above an `async fn`; an object with \
                       `#[namespace]` goes to `.namespace(..)`";
            return message.with(&["`", self.name(index), how]);
        }
        if matches!(self.entries[index], Listed::Private) {
            let how = "` is private: write `pub(crate)` or `pub` in front of the fn";
            return message.with(&["`", self.name(index), how]);
        }
        let earlier = self.earlier[index];
        let routes = self.entries[index].routes();
        let mut at = 0;
        while at < routes.len() {
            let right = &routes[at];
            if let Some(left) = clash(&self.entries[earlier], right) {
                let message = too_many(message, left.kind, left.namespace, left.event);
                let message = with_place(message, self.name(earlier), left);
                return with_place(message.with(&[" and "]), self.name(index), right);
            }
            at += 1;
        }
        message
    }

    const fn name(&self, index: usize) -> &'static str {
        nth(self.names, index)
    }
}

/// The element of this index in a list that is separated by commas.
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

/// A hash of what a route handles: its kind, its event and, unless it is a default error handler, its namespace.
const fn hash(route: &Route) -> usize {
    let hash = mix(route.kind as u64, route.event.as_bytes());
    match route.kind {
        Kind::DefaultError => hash as usize,
        _ => mix(hash, route.namespace.as_bytes()) as usize,
    }
}

/// FNV-1a in 32 bits. Its loop calls no function, because a call takes the compiler much longer than one step.
const fn mix(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        hash = ((hash ^ bytes[at] as u64) * 0x0100_0193) & 0xffff_ffff;
        at += 1;
    }
    hash ^ (hash >> 15)
}

/// The route of an entry that handles what `wanted` handles.
const fn clash<'a>(entry: &'a Listed, wanted: &Route) -> Option<&'a Route> {
    let routes = entry.routes();
    let mut index = 0;
    while index < routes.len() {
        let other = &routes[index];
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

const fn with_place(message: Text, name: &str, route: &Route) -> Text {
    message
        .with(&["`", name, "` (", route.location.file(), ":"])
        .with_number(route.location.line())
        .with(&[")"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::record;

    fn handler(kind: Kind, namespace: &'static str, event: &'static str) -> Route {
        record::route::<()>(namespace, event, || unreachable!("it is not called")).kind(kind)
    }

    fn event(name: &'static str) -> Route {
        handler(Kind::Event, "/", name)
    }

    /// For each entry the earlier one that it clashes with, or 3.
    fn earlier(entries: [Listed; 3]) -> [usize; 3] {
        list::<3, 4>(&entries, "a,b,c").earlier
    }

    #[test]
    fn a_later_attribute_clashes_as_the_first_does() {
        let several: &'static [Route] = Box::leak(Box::new([event("x"), event("y")]));
        let (one, several) = (Listed::One(event("y")), Listed::Several(several));

        assert_eq!(earlier([several, Listed::Wrong, one]), [3, 3, 0]);
        assert_eq!(earlier([one, several, one]), [3, 0, 1]);
    }

    #[test]
    fn a_clash_is_one_of_kind_namespace_and_event() {
        let entries = [
            Listed::One(event("connect")),
            Listed::One(handler(Kind::Connect, "/", "connect")),
            Listed::One(handler(Kind::Event, "/chat", "connect")),
        ];
        assert_eq!(earlier(entries), [3, 3, 3]);

        let default = |namespace| Listed::One(handler(Kind::DefaultError, namespace, "error"));
        assert_eq!(
            earlier([default("/"), Listed::Other, default("/chat")]),
            [3, 3, 0]
        );
    }

    #[test]
    fn more_attributes_than_slots_are_left_to_the_server() {
        let names = ["a", "b", "c", "d", "e"].map(event);
        let many: &'static [Route] = Box::leak(Box::new(names));

        assert_eq!(
            earlier([
                Listed::Several(many),
                Listed::One(event("d")),
                Listed::Wrong
            ]),
            [3, 0, 3]
        );
        assert_eq!(
            earlier([
                Listed::Several(many),
                Listed::One(event("e")),
                Listed::Wrong
            ]),
            [3, 3, 3]
        );
    }

    #[test]
    fn what_differs_anywhere_has_another_hash() {
        let leak = |text: String| -> &'static str { text.leak() };
        let events = (0..500).map(|at| event(leak(format!("event {at:03} of the game"))));
        let rooms = (0..500).map(|at| leak(format!("/room {at:03} of the house")));
        let connects = rooms.map(|room| handler(Kind::Connect, room, "connect"));
        let hashes: Vec<usize> = events.chain(connects).map(|route| hash(&route)).collect();

        let mut different = hashes.clone();
        different.sort_unstable();
        different.dedup();

        assert_eq!(different.len(), hashes.len());
    }

    #[test]
    fn names_are_found_between_commas() {
        assert_eq!(
            [0, 1, 2].map(|at| nth("a,chat::b,c", at)),
            ["a", "chat::b", "c"]
        );
    }
}
