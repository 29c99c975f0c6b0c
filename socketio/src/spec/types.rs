//! Types: makes the schemas of types. What clients send and what they get are two sets, since serde may read a type in
//! another way than it writes it; in the end both become one set of names.

use std::collections::{BTreeMap, BTreeSet};

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value};

use super::{
    model::{Arg, Contract},
    names::{Names, key},
    schema::{DEFS, pointer, refer, references},
};
use crate::route::contract::Typed;

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From a client to the server.
    In,
    /// From the server to a client.
    Out,
}

/// What stands in a reference before it is known which of the two sets it means.
const SETS: [(Way, &str); 2] = [(Way::In, "in:"), (Way::Out, "out:")];

/// The schemas made so far.
#[derive(Debug)]
pub(super) struct Types {
    inbound: SchemaGenerator,
    outbound: SchemaGenerator,
}

impl Default for Types {
    fn default() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| settings.meta_schema = None);
        Self {
            inbound: settings.clone().for_deserialize().into_generator(),
            outbound: settings.for_serialize().into_generator(),
        }
    }
}

impl Types {
    /// The schema of a type. Without one of its own, a type admits anything.
    pub(super) fn schema(&mut self, way: Way, typed: Typed) -> Value {
        let Some(schema) = typed.schema() else {
            return Value::Bool(true);
        };
        // Both meet all types in one order, so that of two types of one name both call the second by the same number.
        let (inbound, outbound) = (schema(&mut self.inbound), schema(&mut self.outbound));
        let mut schema = Value::from(match way {
            Way::In => inbound,
            Way::Out => outbound,
        });
        let set = prefix(way);
        refer(&mut schema, &|name| pointer(DEFS, &format!("{set}{name}")));
        schema
    }

    /// The arguments that a value is: several for a tuple, none for `()`, and one for all else.
    pub(super) fn args(&mut self, way: Way, typed: Typed, name: &str) -> Vec<Arg> {
        let arg = |name: String, schema| Arg {
            name,
            schema,
            optional: false,
        };
        let schema = self.schema(way, typed);
        match &schema["prefixItems"] {
            Value::Array(elements) if typed.is_list() => {
                let elements = elements.iter().enumerate();
                elements
                    .map(|(at, element)| arg(format!("{name}{}", at + 1), element.clone()))
                    .collect()
            }
            _ if typed.is_list() && schema["type"] == "null" => Vec::new(),
            _ => vec![arg(name.to_owned(), schema)],
        }
    }

    /// Gives the contract all types that were met. A type that is read in another way than it is written has two names.
    pub(super) fn finish(mut self, contract: &mut Contract) {
        let mut roots = Vec::new();
        contract.each_schema(&mut |schema| references(schema, &mut roots));
        let inbound = reachable(&roots, Way::In, self.inbound.take_definitions(true));
        let outbound = reachable(&roots, Way::Out, self.outbound.take_definitions(true));
        let differing = differing(&inbound, &outbound);
        let split = |way, name: &str| match (differing.contains(name), way) {
            (false, _) => name.to_owned(),
            (true, Way::In) => format!("{name}Input"),
            (true, Way::Out) => format!("{name}Output"),
        };
        // A name may have any letters; the documents have it in places where not all are allowed.
        let of = |way, types: &BTreeMap<String, Value>| -> BTreeSet<String> {
            types.keys().map(|name| split(way, name)).collect()
        };
        let all = &of(Way::In, &inbound) | &of(Way::Out, &outbound);
        let mut taken = Names::default();
        let clean: BTreeMap<String, String> = all
            .into_iter()
            .map(|name| (name.clone(), taken.take(key(&name))))
            .collect();
        let name = |way, name: &str| {
            let name = split(way, name);
            clean.get(&name).cloned().unwrap_or(name)
        };
        for (way, types) in [(Way::In, inbound), (Way::Out, outbound)] {
            for (old, mut schema) in types {
                refer(&mut schema, &|of| pointer(DEFS, &name(way, of)));
                contract.types.insert(name(way, &old), schema);
            }
        }
        contract.each_schema(&mut |schema| {
            refer(schema, &|of| {
                let marked = SETS
                    .iter()
                    .find_map(|(way, set)| Some((*way, of.strip_prefix(set)?)));
                pointer(
                    DEFS,
                    &marked.map_or_else(|| of.to_owned(), |(way, of)| name(way, of)),
                )
            });
        });
    }
}

/// Those of the types that values of one way can have in them.
fn reachable(roots: &[String], way: Way, mut types: Map<String, Value>) -> BTreeMap<String, Value> {
    let set = prefix(way);
    let roots = roots.iter().filter_map(|root| root.strip_prefix(set));
    let mut open: Vec<String> = roots.map(str::to_owned).collect();
    let mut reached = BTreeMap::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = types.remove(&name) {
            references(&schema, &mut open);
            reached.insert(name, schema);
        }
    }
    reached
}

fn prefix(way: Way) -> &'static str {
    SETS.iter()
        .find(|(of, _)| *of == way)
        .map_or("", |(_, set)| set)
}

/// The names of types that are not alike in both sets, or refer to one that is not.
fn differing(
    inbound: &BTreeMap<String, Value>,
    outbound: &BTreeMap<String, Value>,
) -> BTreeSet<String> {
    let both = || {
        inbound
            .iter()
            .filter_map(|(name, schema)| Some((name, schema, outbound.get(name)?)))
    };
    let mut differing: BTreeSet<String> = both()
        .filter(|(_, inbound, outbound)| inbound != outbound)
        .map(|(name, ..)| name.clone())
        .collect();
    loop {
        let known = differing.len();
        for (name, inbound, outbound) in both() {
            let mut found = Vec::new();
            references(inbound, &mut found);
            references(outbound, &mut found);
            if found.iter().any(|of| differing.contains(of)) {
                differing.insert(name.clone());
            }
        }
        if differing.len() == known {
            return differing;
        }
    }
}
