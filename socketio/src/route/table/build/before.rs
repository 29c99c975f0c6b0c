//! Checks what is called before handlers: guards and middlewares, those that attributes name and those of namespaces.

use super::patterns;
use crate::route::{
    Handler, Location, ParamInfo, Routes,
    list::{ALL, Before, Scoped},
};

/// What is wrong: parameters that cannot be made, and namespaces that nobody can join.
pub(super) fn problems(routes: &Routes, accepted: &[(String, Location)]) -> Vec<String> {
    let mut problems = Vec::new();
    let guards = named(&routes.handlers, |handler| &handler.guards);
    let middlewares = named(&routes.handlers, |handler| &handler.middlewares);
    check_named(&guards, &mut problems);
    check_named(&middlewares, &mut problems);
    check_scoped(&routes.limits, routes, accepted, &mut problems);
    check_scoped(&routes.guards, routes, accepted, &mut problems);
    check_scoped(&routes.middlewares, routes, accepted, &mut problems);
    problems
}

/// Each guard and middleware as messages name it, with its parameters.
pub(super) fn takers(routes: &Routes) -> Vec<(String, Vec<ParamInfo>)> {
    let guards = named(&routes.handlers, |handler| &handler.guards);
    let middlewares = named(&routes.handlers, |handler| &handler.middlewares);
    let guards = guards
        .iter()
        .map(|&(item, handler)| (of(item, handler), item.params()));
    let middlewares = middlewares
        .iter()
        .map(|&(item, handler)| (of(item, handler), item.params()));
    let scoped = routes
        .guards
        .iter()
        .map(|scoped| (scoped.to_string(), scoped.item.params()));
    let wrapping = routes.middlewares.iter();
    let wrapping = wrapping.map(|scoped| (scoped.to_string(), scoped.item.params()));
    guards
        .chain(middlewares)
        .chain(scoped)
        .chain(wrapping)
        .collect()
}

/// Checks what attributes of handlers name.
fn check_named<T: Before>(named: &[(&T, &Handler)], problems: &mut Vec<String>) {
    for &(item, handler) in named {
        for fault in item.faults(handler.kind) {
            problems.push(format!(
                "{} is wrong: {}",
                of(item, handler),
                fault.concat()
            ));
        }
        for fault in patterns::faults(&handler.namespace, &item.params()) {
            problems.push(format!("{} is wrong: {fault}", of(item, handler)));
        }
    }
}

/// Checks what no attribute of a handler names: a namespace that nobody can join would make it useless.
fn check_scoped<T: Before>(
    list: &[Scoped<T>],
    routes: &Routes,
    accepted: &[(String, Location)],
    problems: &mut Vec<String>,
) {
    let exists = |name: &str| {
        let handlers = routes.handlers.iter();
        let mut names = handlers
            .map(|handler| &*handler.namespace)
            .chain(routes.classes.iter().map(|class| &*class.namespace))
            .chain(accepted.iter().map(|(name, _)| &**name));
        names.any(|existing| existing == name)
    };
    for scoped in list {
        for fault in scoped.item.faults(scoped.kind) {
            problems.push(format!("{scoped} is wrong: {}", fault.concat()));
        }
        let namespace = &*scoped.namespace;
        if namespace != ALL && !exists(namespace) {
            problems.push(format!(
                "{scoped} is for namespace `{namespace}`, which has no handlers: clients that join it would pass {}",
                T::NONE
            ));
        }
    }
}

/// Each item once, with the first handler that has it: a class has its guards for all its events.
fn named<T: Before>(handlers: &[Handler], of: impl Fn(&Handler) -> &[T]) -> Vec<(&T, &Handler)> {
    let mut named: Vec<(&T, &Handler)> = Vec::new();
    for handler in handlers {
        for item in of(handler) {
            if named.iter().all(|(other, _)| other.name() != item.name()) {
                named.push((item, handler));
            }
        }
    }
    named
}

fn of<T: Before>(item: &T, handler: &Handler) -> String {
    let (noun, path) = (T::NOUN, item.name());
    let (name, location) = (handler.name(), handler.location);
    format!("`{path}`, a {noun} of `{name}` at {location},")
}
