//! Routes: the handlers of a server, in the order they were listed. Nothing is checked here that needs the whole list.

use std::{any::type_name, borrow::Cow, fmt, sync::Arc};

use super::{
    HandlerFn, Kind, Location, Namespace, Route,
    table::{Entry, Target},
    text::{Text, equal},
};

/// What `routes![..]` lists: the fns with an attribute of this crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "no `#[on(..)]` here",
    note = "list fns with `#[on(\"..\")]` or `#[event]` above them; an object with `#[namespace]` goes to `.namespace(..)`"
)]
pub trait Handler {
    /// Whether there is an attribute at all.
    const IS: bool = true;
}

/// What stands for the routes of a type that has none. A handler has them in an inherent `const`, which goes before
/// this, and which is dead code, as is its fn, until it is listed.
pub trait Unrouted {
    /// None.
    const __ROUTES: &'static [Route] = &[];
}

impl<T> Unrouted for T {}

/// One entry of `routes![..]`.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    routes: &'static [Route],
    is_handler: bool,
}

impl Listed {
    /// The routes of a handler.
    #[must_use]
    pub const fn new<H: Handler>(routes: &'static [Route]) -> Self {
        Self {
            routes,
            is_handler: H::IS,
        }
    }
}

/// The handlers of a server: what [`routes!`](crate::routes) gives, and what a server is made of.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    pub(super) entries: Vec<Entry>,
    pub(super) classes: Vec<Class>,
}

/// One class-based namespace.
#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) namespace: &'static str,
    pub(super) name: &'static str,
    pub(super) location: Location,
    /// Where the object was given to the server.
    pub(super) given: Location,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` of {}, given at {}",
            self.name, self.location, self.given
        )
    }
}

impl Routes {
    /// No handlers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What `routes![..]` expands to.
    #[doc(hidden)]
    #[must_use]
    pub fn listed(list: &[Listed]) -> Self {
        let entries = list
            .iter()
            .flat_map(|one| one.routes)
            .map(|route| Entry::new(route, Target::Fn(route.call)));
        Self {
            entries: entries.collect(),
            classes: Vec::new(),
        }
    }

    /// Adds the handlers of another list.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.extend([other.into()]);
        self
    }

    /// Adds a handler without an attribute: any async fn or closure, for an event of the namespace `/`.
    ///
    /// ```
    /// use socketio::{Routes, Socket};
    ///
    /// async fn shout(text: String) -> String {
    ///     text.to_uppercase()
    /// }
    ///
    /// let routes = Routes::new()
    ///     .on_event("shout", shout)
    ///     .on_event("add", async |a: u32, b: u32, _: Socket| a + b);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn on_event<A>(self, event: &str, handler: impl HandlerFn<A>) -> Self {
        self.on_event_in("/", event, handler)
    }

    /// The same, for an event of another namespace.
    #[must_use]
    #[track_caller]
    pub fn on_event_in<A>(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        event: &str,
        handler: impl HandlerFn<A>,
    ) -> Self {
        let location = Location::caller();
        self.entries
            .push(Entry::closure(namespace.into(), event, location, handler));
        self
    }

    /// Adds a class-based namespace.
    #[must_use]
    #[track_caller]
    pub fn namespace<N: Namespace>(mut self, namespace: N) -> Self {
        let instance = Arc::new(namespace);
        let entries = N::ROUTES
            .iter()
            .map(|route| Entry::new(route, Target::Method(route.call, instance.clone())));
        self.entries.extend(entries);
        self.classes.push(Class {
            namespace: N::NAMESPACE,
            name: type_name::<N>(),
            location: N::LOCATION,
            given: Location::caller(),
        });
        self
    }
}

impl Extend<Self> for Routes {
    fn extend<I: IntoIterator<Item = Self>>(&mut self, lists: I) {
        for list in lists {
            self.entries.extend(list.entries);
            self.classes.extend(list.classes);
        }
    }
}

impl FromIterator<Self> for Routes {
    fn from_iter<I: IntoIterator<Item = Self>>(lists: I) -> Self {
        let mut routes = Self::new();
        routes.extend(lists);
        routes
    }
}

/// Whether entry `index` of a list can be there.
///
/// # Panics
///
/// It is no handler, for which `otherwise` is the words; or it is for the same as an earlier one, then the message names
/// both. In a `const` that is a compile error where this is called.
#[track_caller]
pub const fn listed(list: &[Listed], index: usize, otherwise: &str) {
    if !list[index].is_handler {
        panic!("{}", otherwise)
    }
    let mut earlier = 0;
    while earlier < index {
        apart(list[earlier].routes, list[index].routes);
        earlier += 1;
    }
}

#[track_caller]
const fn apart(left: &[Route], right: &[Route]) {
    let mut i = 0;
    while i < left.len() {
        let mut j = 0;
        while j < right.len() {
            if clash(&left[i], &right[j]) {
                two_handlers(&left[i], &right[j]);
            }
            j += 1;
        }
        i += 1;
    }
}

const fn clash(left: &Route, right: &Route) -> bool {
    left.kind as u8 == right.kind as u8
        && (matches!(left.kind, Kind::DefaultError) || equal(left.namespace, right.namespace))
        && equal(left.event, right.event)
}

#[track_caller]
const fn two_handlers(left: &Route, right: &Route) {
    let what = match left.kind {
        Kind::Event => {
            Text::new().with(&["event `", left.event, "` of namespace `", left.namespace])
        }
        Kind::CatchAll => Text::new().with(&[
            "namespace `",
            left.namespace,
            "` has two catch-all handlers",
        ]),
        Kind::Connect => {
            Text::new().with(&["namespace `", left.namespace, "` has two connect handlers"])
        }
        Kind::Disconnect => Text::new().with(&[
            "namespace `",
            left.namespace,
            "` has two disconnect handlers",
        ]),
        Kind::Error => {
            Text::new().with(&["namespace `", left.namespace, "` has two error handlers"])
        }
        Kind::DefaultError => Text::new().with(&["there are two default error handlers"]),
    };
    let what = if matches!(left.kind, Kind::Event) {
        what.with(&["` has two handlers"])
    } else {
        what
    };
    let message = what
        .with(&[": `", left.name, "` (", left.location.file, ":"])
        .with_number(left.location.line)
        .with(&[") and `", right.name, "` (", right.location.file, ":"])
        .with_number(right.location.line)
        .with(&[")"]);
    panic!("{}", message.as_str())
}
