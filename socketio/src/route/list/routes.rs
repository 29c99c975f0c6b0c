//! Routes: the handlers of a server, in the order they were listed. Rules about the whole list are checked elsewhere: in
//! `list` while the program is compiled, and in `table/build.rs` when the server is built.

use std::{any::type_name, borrow::Cow, fmt, slice, sync::Arc};

use super::scoped::{ALL, Scoped};
use crate::route::{
    Guard, GuardFn, Handler, HandlerFn, Kind, Location, Middleware, MiddlewareFn, Namespace, Route,
    callee::{Callable, guard_of, middleware_of},
    limits::Declared,
};

/// An entry of `routes![..]`.
#[derive(Clone, Copy, Debug)]
pub enum Listed {
    /// Not a fn with an attribute of this crate.
    Other,
    /// A handler that is private where the list is.
    Private,
    /// A handler whose attribute has a mistake, which the compiler has reported already.
    Wrong,
    /// A fn with one attribute.
    One(Route),
    /// A fn with several attributes.
    Several(&'static [Route]),
}

impl Listed {
    /// What was found of a path: this by its type, and `value` by its value, which is a fn if the list can see it. The value
    /// of a fn has no size.
    #[must_use]
    pub const fn of<F>(self, _value: &F) -> Self {
        match self {
            Self::One(_) | Self::Several(_) if size_of::<F>() > 0 => Self::Private,
            listed => listed,
        }
    }

    pub(in crate::route) const fn routes(&self) -> &[Route] {
        match self {
            Self::Other | Self::Private | Self::Wrong => &[],
            Self::One(route) => slice::from_ref(route),
            Self::Several(routes) => routes,
        }
    }
}

/// Gives every type an empty list of routes. A handler's own list is an inherent `const`, which Rust prefers to that of a
/// trait. Until the handler is listed, that `const` and its fn are dead code, and the compiler warns of it.
pub trait Unrouted {
    /// No routes.
    const __ROUTES: Listed = Listed::Other;
}

impl<T> Unrouted for T {}

/// The handlers of a server: what [`routes!`](crate::routes) gives and the builder takes.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    pub(in crate::route) handlers: Vec<Handler>,
    pub(in crate::route) classes: Vec<Class>,
    pub(in crate::route) limits: Vec<Scoped<Declared>>,
    pub(in crate::route) guards: Vec<Scoped<Guard>>,
    pub(in crate::route) middlewares: Vec<Scoped<Middleware>>,
}

/// What a server can take handlers from: a list made by [`routes!`](crate::routes) or by hand, or a type of yours that is
/// `Into<Routes>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of handlers",
    label = "handlers are listed by their paths",
    note = "write `routes![first, second]`"
)]
pub trait IntoRoutes {
    /// The list.
    fn into_routes(self) -> Routes;
}

#[diagnostic::do_not_recommend]
impl<R: Into<Routes>> IntoRoutes for R {
    fn into_routes(self) -> Routes {
        self.into()
    }
}

/// One class-based namespace.
#[derive(Clone, Debug)]
pub(in crate::route) struct Class {
    pub(in crate::route) namespace: Cow<'static, str>,
    pub(in crate::route) name: &'static str,
    pub(in crate::route) location: Location,
    /// Where the object was given to the server.
    pub(in crate::route) given: Location,
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
    /// Makes a list without handlers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What `routes![..]` expands to.
    #[doc(hidden)]
    #[must_use]
    pub fn listed(list: &[Listed]) -> Self {
        let handlers = list
            .iter()
            .flat_map(Listed::routes)
            .map(|route| Handler::new(route, Callable::Fn((route.callee)())));
        Self {
            handlers: handlers.collect(),
            ..Self::default()
        }
    }

    /// Adds the handlers of another list.
    #[must_use]
    pub fn and(mut self, other: impl IntoRoutes) -> Self {
        self.extend([other.into_routes()]);
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

    /// Adds a guard of all events in all namespaces, those that only a catch-all handles included. It is asked before the
    /// guards that attributes name.
    ///
    /// ```
    /// use socketio::{EventName, Routes, Session};
    ///
    /// #[derive(Default)]
    /// struct User {
    ///     name: String,
    /// }
    ///
    /// let routes = Routes::new()
    ///     .guard(async |event: EventName, user: Session<User>| {
    ///         event == "log in" || user.with(|user| !user.name.is_empty())
    ///     });
    /// ```
    #[must_use]
    #[track_caller]
    pub fn guard<A>(self, guard: impl GuardFn<A>) -> Self {
        self.guard_of(ALL.into(), Kind::Event, guard)
    }

    /// Adds a guard of all events in one namespace.
    #[must_use]
    #[track_caller]
    pub fn guard_in<A>(
        self,
        namespace: impl Into<Cow<'static, str>>,
        guard: impl GuardFn<A>,
    ) -> Self {
        self.guard_of(namespace.into(), Kind::Event, guard)
    }

    /// Adds a guard that decides which clients may join, in all namespaces. It takes what a connect handler takes, and is
    /// asked before it; several are asked in the order in which they were added.
    ///
    /// ```
    /// use serde::Deserialize;
    /// use socketio::{ConnectionRefused, Routes, Session};
    ///
    /// #[derive(Deserialize)]
    /// struct Login {
    ///     name: String,
    /// }
    ///
    /// #[derive(Default)]
    /// struct User {
    ///     name: String,
    /// }
    ///
    /// async fn log_in(login: Option<Login>, user: Session<User>) -> Result<(), ConnectionRefused> {
    ///     let login = login.ok_or(ConnectionRefused::new("log in first").data(401))?;
    ///     user.with(|user| user.name = login.name);
    ///     Ok(())
    /// }
    ///
    /// let routes = Routes::new().guard_connect(log_in);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn guard_connect<A>(self, guard: impl GuardFn<A>) -> Self {
        self.guard_of(ALL.into(), Kind::Connect, guard)
    }

    /// Adds a guard that decides which clients may join one namespace.
    #[must_use]
    #[track_caller]
    pub fn guard_connect_in<A>(
        self,
        namespace: impl Into<Cow<'static, str>>,
        guard: impl GuardFn<A>,
    ) -> Self {
        self.guard_of(namespace.into(), Kind::Connect, guard)
    }

    #[track_caller]
    fn guard_of<A>(
        mut self,
        namespace: Cow<'static, str>,
        kind: Kind,
        guard: impl GuardFn<A>,
    ) -> Self {
        self.guards.push(Scoped {
            namespace,
            kind,
            item: guard_of(guard),
            location: Location::here(),
        });
        self
    }

    /// Adds a middleware of all events in all namespaces, those without a handler included. It runs around the middlewares
    /// that attributes name, and before all guards; of several, the one that was added first is the outermost.
    ///
    /// ```
    /// use socketio::{Answer, EventName, Next, Routes};
    ///
    /// async fn logged(event: EventName, next: Next) -> socketio::Result<Answer> {
    ///     println!("{event} begins");
    ///     let answer = next.run().await;
    ///     println!("{event} ends");
    ///     answer
    /// }
    ///
    /// let routes = Routes::new().middleware(logged);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn middleware<A>(self, middleware: impl MiddlewareFn<A>) -> Self {
        self.middleware_in(ALL, middleware)
    }

    /// Adds a middleware of all events in one namespace, those without a handler included.
    #[must_use]
    #[track_caller]
    pub fn middleware_in<A>(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        middleware: impl MiddlewareFn<A>,
    ) -> Self {
        self.middlewares.push(Scoped {
            namespace: namespace.into(),
            kind: Kind::Event,
            item: middleware_of(middleware),
            location: Location::here(),
        });
        self
    }

    /// Adds a handler without an attribute for an event of any namespace.
    #[must_use]
    #[track_caller]
    pub fn on_event_in<A>(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        event: &str,
        handler: impl HandlerFn<A>,
    ) -> Self {
        self.handlers.push(Handler::closure(
            namespace.into(),
            event,
            Location::here(),
            handler,
        ));
        self
    }

    /// Adds a class-based namespace under the name that its attribute says.
    #[must_use]
    #[track_caller]
    pub fn namespace<N: Namespace>(self, namespace: N) -> Self {
        self.namespace_at(N::NAMESPACE, namespace)
    }

    /// Adds a class-based namespace under a name that is chosen here, instead of the one that its attribute says.
    ///
    /// Objects of one type can so serve several namespaces, each with a state of its own:
    ///
    /// ```
    /// use std::sync::Mutex;
    /// use socketio::{Routes, namespace};
    ///
    /// struct Hangman {
    ///     word: Mutex<String>,
    /// }
    ///
    /// #[namespace("/hangman")]
    /// impl Hangman {
    ///     #[on("guess")]
    ///     async fn guess(&self, letter: char) -> bool {
    ///         self.word.lock().unwrap().contains(letter)
    ///     }
    /// }
    ///
    /// let routes = ["tree", "house"].into_iter().zip(1..).fold(Routes::new(), |routes, (word, room)| {
    ///     routes.namespace_at(format!("/room-{room}"), Hangman { word: Mutex::new(word.to_owned()) })
    /// });
    /// ```
    #[must_use]
    #[track_caller]
    pub fn namespace_at<N: Namespace>(
        mut self,
        name: impl Into<Cow<'static, str>>,
        namespace: N,
    ) -> Self {
        let (name, instance) = (name.into(), Arc::new(namespace));
        let handlers = N::ROUTES.iter().map(|route| Handler {
            namespace: name.clone(),
            ..Handler::new(route, Callable::Method((route.callee)(), instance.clone()))
        });
        self.handlers.extend(handlers);
        let middlewares = N::MIDDLEWARES.iter().map(|middleware| Scoped {
            namespace: name.clone(),
            kind: Kind::Event,
            item: middleware(),
            location: N::LOCATION,
        });
        self.middlewares.extend(middlewares);
        if !N::LIMITS.is_none() {
            self = self.limits_of(name.clone(), N::LIMITS, N::LOCATION);
        }
        self.classes.push(Class {
            namespace: name,
            name: type_name::<N>(),
            location: N::LOCATION,
            given: Location::here(),
        });
        self
    }
}

impl Extend<Self> for Routes {
    fn extend<I: IntoIterator<Item = Self>>(&mut self, lists: I) {
        for list in lists {
            self.handlers.extend(list.handlers);
            self.classes.extend(list.classes);
            self.limits.extend(list.limits);
            self.guards.extend(list.guards);
            self.middlewares.extend(list.middlewares);
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
