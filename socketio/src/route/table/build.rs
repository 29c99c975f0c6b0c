//! From the list of handlers to one table per namespace, with the order of the lookup settled and every problem named.

use std::{any::TypeId, collections::BTreeMap, error, fmt, sync::Arc};

use super::{Table, Tables};
use crate::{
    packet::is_reserved,
    route::{Entry, Kind, Location, Param, Routes, arg::fault, list::Class},
};

/// The namespace of handlers that are for every namespace.
const ANY: &str = "*";

/// Why a server cannot be built: every problem, each with its place.
#[derive(Clone, Debug, Default)]
pub struct BuildError {
    problems: Vec<String>,
}

impl BuildError {
    /// One sentence each, in the order they were found.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    pub(crate) fn push(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    /// What was said about `what` at `place` cannot work.
    pub(crate) fn refuse(&mut self, what: &str, place: Location, fault: impl fmt::Display) {
        self.push(format!("`{what}` at {place}: {fault}"));
    }

    /// `value`, if there was no problem.
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

/// One table per namespace that has handlers or is `accepted`; what is wrong goes to `problems`.
///
/// `has_state` knows what the program provided.
pub(crate) fn build(
    routes: Routes,
    accepted: &[String],
    has_state: &dyn Fn(TypeId) -> bool,
    problems: &mut BuildError,
) -> Tables {
    one_class_each(&routes.classes, problems);
    possible(&routes.entries, problems);
    states_are_there(&routes.entries, has_state, problems);

    let names: Vec<String> = routes
        .entries
        .iter()
        .filter(|entry| entry.kind != Kind::DefaultError)
        .map(|entry| entry.namespace.to_string())
        .chain(
            routes
                .classes
                .iter()
                .map(|class| class.namespace.to_owned()),
        )
        .chain(accepted.iter().cloned())
        .collect();
    let levels = Levels::new(routes.entries, problems);

    let mut tables = Tables::default();
    for name in names {
        if name == ANY {
            tables
                .others
                .get_or_insert_with(|| Arc::new(levels.table(&name)));
        } else if !tables.named.contains_key(&*name) {
            let table = Arc::new(levels.table(&name));
            tables.named.insert(name.into(), table);
        }
    }
    tables
}

/// What was declared, by the two things that decide who goes first.
#[derive(Default)]
struct Levels {
    functions: BTreeMap<String, Table>,
    methods: BTreeMap<String, Table>,
    default_error: Option<Entry>,
}

impl Levels {
    fn new(entries: Vec<Entry>, problems: &mut BuildError) -> Self {
        let mut levels = Self::default();
        for entry in entries {
            if let Some(earlier) = levels.insert(entry.clone())
                // Two methods clash when there are two objects, which has been said.
                && !(earlier.is_method() && entry.is_method())
            {
                problems.push(two_handlers(&earlier, &entry));
            }
        }
        levels
    }

    /// Returns the entry that is there already.
    fn insert(&mut self, entry: Entry) -> Option<Entry> {
        if entry.kind == Kind::DefaultError {
            return fill(&mut self.default_error, entry);
        }
        let level = if entry.is_method() {
            &mut self.methods
        } else {
            &mut self.functions
        };
        let table = level.entry(entry.namespace.to_string()).or_default();
        match entry.kind {
            Kind::Event => {
                let name = Arc::from(entry.event.as_str());
                if let Some(earlier) = table.events.get(&name) {
                    return Some(earlier.clone());
                }
                table.events.insert(name, entry);
                None
            }
            Kind::CatchAll => fill(&mut table.catch_all, entry),
            Kind::Connect => fill(&mut table.connect, entry),
            Kind::Disconnect => fill(&mut table.disconnect, entry),
            Kind::Error | Kind::DefaultError => fill(&mut table.error, entry),
        }
    }

    /// The fns of the namespace, those for every namespace, then methods in the same order.
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

fn fill(place: &mut Option<Entry>, entry: Entry) -> Option<Entry> {
    if place.is_some() {
        return place.clone();
    }
    *place = Some(entry);
    None
}

/// What a macro would have refused, for handlers without one.
fn possible(entries: &[Entry], problems: &mut BuildError) {
    for entry in entries {
        let mut refuse = |fault: &str| problems.refuse(entry.name(), entry.location, fault);
        if let Err(fault) = check_namespace(&entry.namespace) {
            refuse(&fault);
        }
        let event = entry.event.as_str();
        if entry.kind == Kind::Event && (event.is_empty() || is_reserved(event)) {
            refuse(&format!("no client sends an event named `{event}`"));
        }
        for index in 0..entry.params.len() {
            if let Some(fault) = fault(entry.kind, &entry.params, index) {
                refuse(&fault.concat());
            }
        }
    }
}

/// What is wrong with the name of a namespace, if anything is.
pub(crate) fn check_namespace(name: &str) -> Result<(), String> {
    if name == ANY || name.starts_with('/') && !name.contains([',', '?']) {
        return Ok(());
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
    entries: &[Entry],
    has_state: &dyn Fn(TypeId) -> bool,
    problems: &mut BuildError,
) {
    for entry in entries {
        let required = entry.params.iter().filter_map(Param::requires);
        for missing in required.filter(|requirement| !has_state(requirement.id())) {
            problems.push(format!(
                "`{}` at {} takes `State<{}>`, which nobody provided: give it to the builder with `.state(..)`",
                entry.name(),
                entry.location,
                missing.type_name()
            ));
        }
    }
}

fn two_handlers(earlier: &Entry, entry: &Entry) -> String {
    let namespace = &entry.namespace;
    let what = match entry.kind {
        Kind::Event => format!(
            "event `{}` of namespace `{namespace}` has two handlers",
            entry.event
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
        entry.name(),
        entry.location
    )
}

#[cfg(test)]
mod tests;
