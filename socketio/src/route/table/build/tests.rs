//! Who gets an event, and what a server is refused for.

use std::future::ready;

use super::*;
use crate::route::{
    Kind, Location, Plain as _, Returned, Route, State,
    arg::arg,
    callee::{
        Callable, Callee,
        shim::calls::{call0, call1},
    },
    record,
};

/// A handler of nothing, on that line.
fn route(kind: Kind, namespace: &'static str, event: &'static str, line: u32) -> (Route, u32) {
    let nothing = || call0(|| ready(()), Returned::<()>::reply);
    let route = Route {
        kind,
        path: || "app::handler",
        ..record::route::<()>(namespace, event, nothing)
    };
    (route, line)
}

/// As handlers, which `target` makes of what is called.
fn handlers(
    routes: impl IntoIterator<Item = (Route, u32)>,
    target: impl Fn(Callee) -> Callable,
) -> Routes {
    let handlers = routes.into_iter().map(|(route, line)| Handler {
        location: Location {
            file: "src/app.rs",
            line,
            column: 1,
        },
        ..Handler::new(&route, target((route.callee)()))
    });
    Routes {
        handlers: handlers.collect(),
        classes: Vec::new(),
        ..Routes::default()
    }
}

/// Free fns.
fn functions(routes: impl IntoIterator<Item = (Route, u32)>) -> Routes {
    handlers(routes, Callable::Fn)
}

/// Methods of one object.
fn methods(routes: impl IntoIterator<Item = (Route, u32)>) -> Routes {
    let object: Arc<dyn std::any::Any + Send + Sync> = Arc::new(());
    handlers(routes, |callee| {
        Callable::Method(callee, Arc::clone(&object))
    })
}

fn tables(routes: Routes) -> Tables {
    let mut problems = BuildError::default();
    let tables = build(routes, &[], &|_| true, &mut problems);
    problems.or(tables).unwrap()
}

fn problems(routes: Routes) -> Vec<String> {
    let mut problems = BuildError::default();
    build(routes, &[], &|_| false, &mut problems);
    problems.problems
}

/// The line of the handler that an event goes to.
fn line(tables: &Tables, namespace: &str, event: &str) -> Option<u32> {
    tables
        .get(namespace)?
        .event(event)
        .map(|handler| handler.location.line)
}

#[test]
fn an_event_goes_to_its_own_handler_then_to_the_catch_all() {
    let tables = tables(functions([
        route(Kind::Event, "/", "a", 1),
        route(Kind::CatchAll, "/", "*", 2),
    ]));

    assert_eq!(line(&tables, "/", "a"), Some(1));
    assert_eq!(line(&tables, "/", "b"), Some(2));
    assert_eq!(line(&tables, "/chat", "a"), None);
}

#[test]
fn handlers_of_every_namespace_come_behind_those_of_one() {
    let tables = tables(functions([
        route(Kind::Event, "/chat", "a", 1),
        route(Kind::Event, "*", "a", 2),
        route(Kind::Event, "*", "b", 3),
        route(Kind::CatchAll, "*", "*", 4),
    ]));

    assert_eq!(line(&tables, "/chat", "a"), Some(1));
    assert_eq!(line(&tables, "/chat", "b"), Some(3));
    assert_eq!(line(&tables, "/chat", "c"), Some(4));
    assert_eq!(line(&tables, "/elsewhere", "a"), Some(2));
}

#[test]
fn a_catch_all_ends_the_search() {
    let tables = tables(functions([
        route(Kind::CatchAll, "/chat", "*", 1),
        route(Kind::Event, "*", "a", 2),
    ]));

    assert_eq!(line(&tables, "/chat", "a"), Some(1));
}

#[test]
fn a_free_fn_goes_before_a_method() {
    let routes = functions([
        route(Kind::Event, "/chat", "a", 1),
        route(Kind::Connect, "*", "connect", 2),
    ]);
    let routes = routes.and(methods([
        route(Kind::Event, "/chat", "a", 3),
        route(Kind::Event, "/chat", "b", 4),
        route(Kind::Connect, "/chat", "connect", 5),
    ]));

    let tables = tables(routes);

    assert_eq!(line(&tables, "/chat", "a"), Some(1));
    assert_eq!(line(&tables, "/chat", "b"), Some(4));
    assert_eq!(
        tables
            .get("/chat")
            .unwrap()
            .connect()
            .unwrap()
            .location
            .line,
        2
    );
}

#[test]
fn the_catch_all_gets_no_connect_and_no_disconnect() {
    let tables = tables(functions([route(Kind::CatchAll, "/", "*", 1)]));

    assert!(tables.get("/").unwrap().connect().is_none());
    assert!(tables.get("/").unwrap().disconnect().is_none());
}

#[test]
fn the_default_error_handler_is_for_namespaces_without_one() {
    let tables = tables(functions([
        route(Kind::Event, "/", "a", 1),
        route(Kind::Error, "/chat", "error", 2),
        route(Kind::DefaultError, "/", "error", 3),
    ]));

    assert_eq!(
        tables.get("/").unwrap().on_error().unwrap().location.line,
        3
    );
    assert_eq!(
        tables
            .get("/chat")
            .unwrap()
            .on_error()
            .unwrap()
            .location
            .line,
        2
    );
}

#[test]
fn an_accepted_namespace_needs_no_handlers() {
    let mut problems = BuildError::default();

    let tables = build(
        Routes::new(),
        &[("/".to_owned(), Location::here())],
        &|_| true,
        &mut problems,
    );

    assert!(tables.get("/").is_some());
    assert!(tables.get("/chat").is_none());
}

#[test]
fn every_problem_is_named_with_its_places() {
    let (counting, line) = route(Kind::Event, "/", "count", 9);
    let callee = || {
        let count = arg::<State<u32>>("count");
        call1(count, |_| ready(()), Returned::<()>::reply)
    };
    let counting = (Route { callee, ..counting }, line);

    let problems = problems(functions([
        route(Kind::Event, "/chat", "a", 1),
        route(Kind::Event, "/chat", "a", 2),
        route(Kind::Connect, "/", "connect", 3),
        route(Kind::Connect, "/", "connect", 4),
        counting,
    ]));

    assert_eq!(
        problems,
        [
            "`app::handler` at src/app.rs:9:1 takes `State<u32>`, which nobody provided: give it to the builder with \
             `.state(..)`",
            "event `a` of namespace `/chat` has two handlers: `app::handler` at src/app.rs:1:1 and `app::handler` at \
             src/app.rs:2:1",
            "namespace `/` has two connect handlers: `app::handler` at src/app.rs:3:1 and `app::handler` at \
             src/app.rs:4:1",
        ]
    );
}

#[test]
fn two_objects_cannot_be_one_namespace() {
    let place = |line| Location {
        file: "src/app.rs",
        line,
        column: 1,
    };
    let class = |name, line| Class {
        namespace: "/chat".into(),
        name,
        location: place(line),
        given: place(line + 10),
    };
    let mut routes = methods([route(Kind::Event, "/chat", "a", 3)]);
    routes.extend([methods([route(Kind::Event, "/chat", "a", 4)])]);
    routes.classes = vec![class("app::Chat", 1), class("app::Game", 2)];

    assert_eq!(
        problems(routes),
        [
            "namespace `/chat` has two objects: `app::Chat` of src/app.rs:1:1, given at src/app.rs:11:1 and \
             `app::Game` of src/app.rs:2:1, given at src/app.rs:12:1"
        ]
    );
}

#[test]
fn one_problem_is_a_sentence_and_more_are_a_list() {
    let mut error = BuildError::default();
    error.push("a");
    assert_eq!(error.to_string(), "the server cannot be built: a");

    error.push("b");
    assert_eq!(
        error.to_string(),
        "the server cannot be built, there are 2 problems:\n  - a\n  - b"
    );
}
