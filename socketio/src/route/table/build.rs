//! Builds one table for each namespace from the list of handlers: decides which handler goes first, and collects every
//! problem.

mod before;
mod patterns;

use std::{any::TypeId, collections::BTreeMap, error, fmt, sync::Arc};

use self::patterns::Patterns;
use super::{Table, Tables};
use crate::{
    packet::is_reserved,
    pattern::Pattern,
    route::{Handler, Kind, Location, ParamInfo, Routes, arg::fault, list::Class},
};

/// The namespace of handlers that serve every namespace.
const ANY: &str = "*";

/// Why a server cannot be built: every problem, each with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildError {
    problems: Vec<String>,
}

impl BuildError {
    /// The problems, one sentence each, in the order in which they were found.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    pub(crate) fn push(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    /// Adds a problem of `what`, which stands at `place` in the source.
    pub(crate) fn refuse(&mut self, what: &str, place: Location, fault: impl fmt::Display) {
        self.push(format!("`{what}` at {place}: {fault}"));
    }

    /// Gives `value` if there is no problem.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.problems.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.as_slice() {
            [problem] => write!(f, "the server cannot be built: {problem}"),
            problems => {
                write!(
                    f,
                    "the server cannot be built, there are {} problems:",
                    problems.len()
                )?;
                problems
                    .iter()
                    .try_for_each(|problem| write!(f, "\n  - {problem}"))
            }
        }
    }
}

impl error::Error for BuildError {}

/// Builds a table for each namespace that has handlers or is `accepted`, and adds what is wrong to `problems`.
///
/// `has_state` says whether the program provided a state of this type.
pub(crate) fn build(
    routes: Routes,
    accepted: &[(String, Location)],
    has_state: &dyn Fn(TypeId) -> bool,
    problems: &mut BuildError,
) -> Tables {
    one_class_each(&routes.classes, problems);
    check_each(&routes.handlers, problems);
    for problem in before::problems(&routes, accepted) {
        problems.push(problem);
    }
    states_are_there(&routes, has_state, problems);

    let patterns = Patterns::of(&routes, accepted);
    for problem in patterns.problems() {
        problems.push(problem);
    }
    let names: Vec<String> = routes
        .handlers
        .iter()
        .filter(|handler| handler.kind != Kind::DefaultError)
        .map(|handler| handler.namespace.to_string())
        .chain(
            routes
                .classes
                .iter()
                .map(|class| class.namespace.to_string()),
        )
        .chain(accepted.iter().map(|(name, _)| name.clone()))
        .collect();
    let (limits, guards, middlewares) = (routes.limits, routes.guards, routes.middlewares);
    let levels = Levels::new(routes.handlers, problems);
    let table = |name: &str| {
        let table = levels.table(name).guarded(name, &guards);
        table.wrapped(name, &middlewares).limited(name, &limits)
    };

    let mut tables = Tables::default();
    for name in names {
        if name == ANY {
            tables.others.get_or_insert_with(|| Arc::new(table(&name)));
        } else if !Pattern::is_pattern(&name) && !tables.named.contains_key(&*name) {
            let table = Arc::new(table(&name));
            tables.named.insert(name.into(), table);
        }
    }
    tables.templates = patterns.templates(table);
    tables
}

/// All handlers, sorted by what decides which goes first: whether it is a fn or a method, and its namespace.
#[derive(Default)]
struct Levels {
    functions: BTreeMap<String, Table>,
    methods: BTreeMap<String, Table>,
    default_error: Option<Handler>,
}

impl Levels {
    fn new(handlers: Vec<Handler>, problems: &mut BuildError) -> Self {
        let mut levels = Self::default();
        for handler in handlers {
            if let Some(earlier) = levels.insert(handler.clone())
                // Two methods clash only if a namespace has two objects, which `one_class_each` has reported.
                && !(earlier.is_method() && handler.is_method())
            {
                problems.push(two_handlers(&earlier, &handler));
            }
        }
        levels
    }

    /// Inserts a handler, unless there is one for the same event. That one is returned.
    fn insert(&mut self, handler: Handler) -> Option<Handler> {
        if handler.kind == Kind::DefaultError {
            return fill(&mut self.default_error, handler);
        }
        let level = if handler.is_method() {
            &mut self.methods
        } else {
            &mut self.functions
        };
        let table = level.entry(handler.namespace.to_string()).or_default();
        match handler.kind {
            Kind::Event => {
                let name = Arc::from(handler.event.as_str());
                if let Some(earlier) = table.events.get(&name) {
                    return Some(earlier.clone());
                }
                table.events.insert(name, handler);
                None
            }
            Kind::CatchAll => fill(&mut table.catch_all, handler),
            Kind::Connect => fill(&mut table.connect, handler),
            Kind::Disconnect => fill(&mut table.disconnect, handler),
            Kind::Error | Kind::DefaultError => fill(&mut table.error, handler),
        }
    }

    /// The table of a namespace: its fns first, then fns for every namespace, its methods, and methods for every namespace.
    fn table(&self, namespace: &str) -> Table {
        let mut table = Table::default();
        for level in [&self.functions, &self.methods] {
            for name in [namespace, ANY] {
                if let Some(level) = level.get(name) {
                    table.fall_back_to(level);
                }
            }
        }
        table.error = table.error.or_else(|| self.default_error.clone());
        table
    }
}

/// Puts the handler into an empty slot. A handler that is there stays, and is returned.
fn fill(slot: &mut Option<Handler>, handler: Handler) -> Option<Handler> {
    if slot.is_some() {
        return slot.clone();
    }
    *slot = Some(handler);
    None
}

/// Checks for handlers without an attribute what the macros check for the others.
fn check_each(handlers: &[Handler], problems: &mut BuildError) {
    for handler in handlers {
        let mut refuse = |fault: &str| problems.refuse(handler.name(), handler.location, fault);
        if let Err(fault) = check_namespace(&handler.namespace) {
            refuse(&fault);
        }
        let event = handler.event.as_str();
        if handler.kind == Kind::Event && (event.is_empty() || is_reserved(event)) {
            refuse(&format!("no client sends an event named `{event}`"));
        }
        for fault in patterns::faults(&handler.namespace, &handler.params) {
            refuse(&fault);
        }
        for index in 0..handler.params.len() {
            if let Some(fault) = fault(handler.kind, &handler.params, index) {
                refuse(&fault.concat());
            }
        }
    }
}

/// Checks that this can be the name of a namespace. The error says why not.
pub(crate) fn check_namespace(name: &str) -> Result<(), String> {
    if name == ANY || name.starts_with('/') && !name.contains([',', '?']) {
        if let Some((_, param)) = name.split_once("/:") {
            let param = param.split('/').next().unwrap_or_default();
            return Err(format!(
                "`{name}` is not a pattern: write a parameter as `{{{param}}}`"
            ));
        }
        return match Pattern::is_pattern(name) {
            true => Pattern::parse(name).map(drop),
            false => Ok(()),
        };
    }
    Err(format!(
        "`{name}` is not a namespace: it starts with `/`, and has no `,` and no `?`"
    ))
}

fn one_class_each(classes: &[Class], problems: &mut BuildError) {
    for (index, class) in classes.iter().enumerate() {
        if let Some(earlier) = classes[..index]
            .iter()
            .find(|earlier| earlier.namespace == class.namespace)
        {
            problems.push(format!(
                "namespace `{}` has two objects: {earlier} and {class}",
                class.namespace
            ));
        }
    }
}

fn states_are_there(
    routes: &Routes,
    has_state: &dyn Fn(TypeId) -> bool,
    problems: &mut BuildError,
) {
    let handlers = &routes.handlers;
    let mut check = |taker: &str, params: &[ParamInfo]| {
        let required = params.iter().filter_map(ParamInfo::requires);
        for missing in required.filter(|requirement| !requirement.is_met(has_state)) {
            let state = missing.param();
            problems.push(if missing.is_wrapped(has_state) {
                format!(
                    "{taker} takes `{state}`, but the builder was given the state in an `Arc`: \
                     write `.state(value)` without the `Arc`, the server shares the value by itself"
                )
            } else {
                format!(
                    "{taker} takes `{state}`, which nobody provided: \
                     give it to the builder with `.state(..)`"
                )
            });
        }
    };
    for handler in handlers {
        let taker = format!("`{}` at {}", handler.name(), handler.location);
        check(&taker, &handler.params);
    }
    for (taker, params) in before::takers(routes) {
        check(&taker, &params);
    }
}

fn two_handlers(earlier: &Handler, handler: &Handler) -> String {
    let namespace = &handler.namespace;
    let what = match handler.kind {
        Kind::Event => format!(
            "event `{}` of namespace `{namespace}` has two handlers",
            handler.event
        ),
        Kind::CatchAll => format!("namespace `{namespace}` has two catch-all handlers"),
        Kind::Connect => format!("namespace `{namespace}` has two connect handlers"),
        Kind::Disconnect => format!("namespace `{namespace}` has two disconnect handlers"),
        Kind::Error => format!("namespace `{namespace}` has two error handlers"),
        Kind::DefaultError => "there are two default error handlers".to_owned(),
    };
    format!(
        "{what}: `{}` at {} and `{}` at {}",
        earlier.name(),
        earlier.location,
        handler.name(),
        handler.location
    )
}

#[cfg(test)]
mod tests;
