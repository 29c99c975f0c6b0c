//! The patterns of a server: in which order they are tried, and which mistakes there are in them.

use std::sync::Arc;

use crate::{
    pattern::Pattern,
    route::{
        Guard, Kind, Location, ParamInfo, Routes,
        arg::named_fault,
        table::{Fit, Table, Template},
    },
};

/// The patterns that handlers, objects and options name; the more specific one is first.
pub(super) struct Patterns(Vec<NamedPattern>);

/// One pattern.
struct NamedPattern {
    pattern: Arc<Pattern>,
    /// The first place that names it, in words.
    place: String,
    fits: Vec<Fit>,
}

impl Patterns {
    pub(super) fn of(routes: &Routes, accepted: &[(String, Location)]) -> Self {
        let mut patterns = Self(Vec::new());
        let handlers = routes.handlers.iter();
        for handler in handlers.filter(|handler| handler.kind != Kind::DefaultError) {
            let place = || format!("`{}` at {}", handler.name(), handler.location);
            if let Some(named) = patterns.add(&handler.namespace, place) {
                let guards = handler.guards.iter().map(Guard::params);
                for params in guards.chain([handler.params.to_vec()]) {
                    named.fits.extend(fits(&params, &named.pattern));
                }
            }
        }
        for class in &routes.classes {
            patterns.add(&class.namespace, || class.to_string());
        }
        for (name, location) in accepted {
            patterns.add(name, || format!("`namespaces` at {location}"));
        }
        patterns
            .0
            .sort_by_cached_key(|named| named.pattern.specificity());
        patterns
    }

    /// The pattern of this name. A name that is no pattern, or a wrong one, has none.
    fn add(&mut self, name: &str, place: impl FnOnce() -> String) -> Option<&mut NamedPattern> {
        if !Pattern::is_pattern(name) {
            return None;
        }
        let known = self
            .0
            .iter()
            .position(|named| named.pattern.as_str() == name);
        let index = match known {
            Some(index) => index,
            None => {
                self.0.push(NamedPattern {
                    pattern: Arc::new(Pattern::parse(name).ok()?),
                    place: place(),
                    fits: Vec::new(),
                });
                self.0.len() - 1
            }
        };
        self.0.get_mut(index)
    }

    /// The pairs of patterns that match the same name, and neither is more specific: nobody could say which comes first.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (index, later) in self.0.iter().enumerate() {
            let mut others = self.0[..index].iter();
            let same = others.find(|other| {
                other.pattern.specificity() == later.pattern.specificity()
                    && other.pattern.overlaps(&later.pattern)
            });
            if let Some(other) = same {
                problems.push(format!(
                    "`{}` of {} and `{}` of {} match the same names, and neither is more specific: write one pattern, or \
                     begin them with different texts",
                    other.pattern.as_str(),
                    other.place,
                    later.pattern.as_str(),
                    later.place
                ));
            }
        }
        problems
    }

    /// What the server keeps of them. `table` gives the handlers of a pattern.
    pub(super) fn templates(self, table: impl Fn(&str) -> Table) -> Vec<Template> {
        let templates = self.0.into_iter().map(|named| Template {
            table: Arc::new(table(named.pattern.as_str())),
            pattern: named.pattern,
            fits: named.fits,
        });
        templates.collect()
    }
}

/// What the types of the parameters of a handler or a guard ask of the values.
fn fits(params: &[ParamInfo], pattern: &Pattern) -> Vec<Fit> {
    let mut position = 0;
    let taken = params.iter().filter_map(|param| {
        let fits = param.fits()?;
        let name = param.name();
        let is = |name: &str| pattern.params().position(|other| other == name);
        let index = if param.by_position {
            position += 1;
            position - 1
        } else {
            is(name).or_else(|| is(name.strip_prefix('_')?))?
        };
        Some(Fit { index, fits })
    });
    taken.collect()
}

/// The mistakes of parameters that are taken from the name of the namespace.
pub(super) fn faults(namespace: &str, params: &[ParamInfo]) -> Vec<String> {
    let mut left = match Pattern::is_pattern(namespace) {
        true => namespace.matches('{').count(),
        false => 0,
    };
    let named = params.iter().filter(|param| param.is_named());
    let faults = named.filter_map(|param| {
        if !param.by_position {
            return Some(named_fault(namespace, param)?.concat());
        }
        let is_there = left > 0;
        left = left.saturating_sub(1);
        (!is_there).then(|| {
            format!(
                "{} is a `Param`, but the name of the namespace, `{namespace}`, has no parameter left for it",
                param.name()
            )
        })
    });
    faults.collect()
}
