//! Makes the contract of what handlers promise and of the typed events that are listed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    event::{Events, Listed},
    model::{Arg, Connect, Contract, ErrorKind, Inbound, Namespace, Outbound},
    schema::{admits_null, reference},
    types::{Types, Way},
};
use crate::{
    pattern::Pattern,
    route::{Kind, Order, Promise, Takes, contract::Typed},
};

/// What is known so far, and what is missing.
#[derive(Debug)]
struct Collection<'a> {
    contract: &'a mut Contract,
    types: Types,
    problems: Vec<String>,
}

/// Adds the events to the contract; what is missing to describe them is returned, one sentence each.
pub(super) fn collect(
    contract: &mut Contract,
    promises: &[Promise],
    events: &Events,
) -> Vec<String> {
    let mut collection = Collection {
        contract,
        types: Types::default(),
        problems: Vec::new(),
    };
    promises.iter().for_each(|promise| collection.add(promise));
    events
        .listed()
        .iter()
        .for_each(|event| collection.send(event));
    let Collection {
        contract,
        types,
        problems,
    } = collection;
    types.finish(contract);
    for namespace in contract.namespaces.values_mut() {
        for event in &mut namespace.server_to_client {
            event.docs = docs_of(&event.args, &contract.types);
        }
        namespace
            .client_to_server
            .sort_by(|left, right| left.event.cmp(&right.event));
        namespace
            .server_to_client
            .sort_by(|left, right| left.event.cmp(&right.event));
    }
    problems
}

impl Collection<'_> {
    fn add(&mut self, promise: &Promise) {
        match promise.kind {
            Kind::Connect => self.connect(promise),
            Kind::Event | Kind::CatchAll => self.receive(promise),
            Kind::Disconnect | Kind::Error | Kind::DefaultError => {}
        }
    }

    fn namespace(&mut self, name: &str) -> &mut Namespace {
        let namespaces = &mut self.contract.namespaces;
        namespaces
            .entry(name.to_owned())
            .or_insert_with(|| Namespace {
                parameters: parameters(name),
                ..Namespace::default()
            })
    }

    fn connect(&mut self, promise: &Promise) {
        let auth = self.wire(promise).into_iter().next();
        let connect = Connect {
            docs: docs(promise),
            auth: auth.map(|auth| Arg {
                name: "auth".to_owned(),
                optional: auth.optional || admits_null(&auth.schema),
                ..auth
            }),
            errors: visible(promise),
            guards: guards(promise),
        };
        self.namespace(&promise.namespace).connect = Some(connect);
    }

    fn receive(&mut self, promise: &Promise) {
        let mut args = self.wire(promise);
        // Only last arguments may be left out.
        let required = args
            .iter()
            .rposition(|arg| !arg.optional)
            .map_or(0, |last| last + 1);
        args[..required]
            .iter_mut()
            .for_each(|arg| arg.optional = false);
        let answer = self.answer(promise);
        let inbound = Inbound {
            event: promise.event.clone(),
            docs: docs(promise),
            args,
            rest: promise
                .params
                .iter()
                .any(|(_, takes)| *takes == Takes::Rest)
                || promise.kind == Kind::CatchAll,
            answer,
            errors: errors(promise),
            guards: guards(promise),
            order: order(promise.order),
            handler: promise.handler.clone(),
        };
        self.namespace(&promise.namespace)
            .client_to_server
            .push(inbound);
    }

    /// The parameters that clients send.
    fn wire(&mut self, promise: &Promise) -> Vec<Arg> {
        let mut args: Vec<Arg> = Vec::new();
        for (index, (name, takes)) in promise.params.iter().enumerate() {
            let described = promise
                .description
                .as_ref()
                .map(|description| description.params[index]);
            let name = name.filter(|name| !name.contains(' ')).map_or_else(
                || format!("arg{}", args.len() + 1),
                |name| name.trim_start_matches('_').to_owned(),
            );
            match takes {
                Takes::One | Takes::Auth => {
                    let schema = match described {
                        Some((typed, _)) => {
                            self.check(
                                promise,
                                typed,
                                &format!("takes `{name}: {}`", typed.name()),
                            );
                            self.types.schema(Way::In, typed)
                        }
                        // A closure has no attribute that would record its types.
                        None => Value::Bool(true),
                    };
                    args.push(Arg {
                        name,
                        schema,
                        optional: described.is_some_and(|(_, optional)| optional),
                    });
                }
                Takes::Param => {
                    if let Some((typed, _)) =
                        described.filter(|(typed, _)| typed.schema().is_some())
                    {
                        let schema = self.types.schema(Way::In, typed);
                        self.namespace(&promise.namespace)
                            .parameters
                            .insert(name, schema);
                    }
                }
                _ => {}
            }
        }
        args
    }

    /// What the handler answers: what it returns, or what its `Ack` takes.
    fn answer(&mut self, promise: &Promise) -> Vec<Arg> {
        let Some(description) = &promise.description else {
            return vec![Arg {
                name: "answer".to_owned(),
                schema: Value::Bool(true),
                optional: true,
            }];
        };
        let ack = promise
            .params
            .iter()
            .position(|(_, takes)| *takes == Takes::Ack);
        let typed = ack.map_or(description.answer, |ack| description.params[ack].0);
        self.check(promise, typed, &format!("answers with `{}`", typed.name()));
        self.types.args(Way::Out, typed, "answer")
    }

    fn send(&mut self, event: &Listed) {
        let args = self.types.args(Way::Out, event.payload, "data");
        let answer = event
            .answer
            .map(|answer| self.types.args(Way::In, answer, "answer"));
        let outbound = Outbound {
            event: event.name.to_owned(),
            docs: String::new(),
            args,
            answer,
        };
        let sent = &mut self.namespace(event.namespace).server_to_client;
        match sent.iter().find(|earlier| earlier.event == outbound.event) {
            None => sent.push(outbound),
            Some(earlier) if *earlier == outbound => {}
            Some(_) => self.problems.push(format!(
                "the event `{}` of `{}` is listed twice, the second time as `{}`: give one of them another name, or make both \
                 one type",
                event.name,
                event.namespace,
                event.payload.name()
            )),
        }
    }

    /// Notes a type without a schema.
    fn check(&mut self, promise: &Promise, typed: Typed, what: &str) {
        if typed.schema().is_none() {
            self.problems.push(format!(
                "`{}` at {} {what}, which has no schema: write `#[derive(schemars::JsonSchema)]` above the type",
                promise.handler, promise.location
            ));
        }
    }
}

/// What the type of the only argument says of itself.
fn docs_of(args: &[Arg], types: &BTreeMap<String, Value>) -> String {
    let [arg] = args else {
        return String::new();
    };
    let named = arg.schema.as_object().and_then(reference);
    let schema = named
        .and_then(|name| types.get(&name))
        .unwrap_or(&arg.schema);
    schema["description"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// The parameters in the name of a namespace, which are texts unless a handler says more.
fn parameters(name: &str) -> BTreeMap<String, Value> {
    let pattern = Pattern::is_pattern(name)
        .then(|| Pattern::parse(name).ok())
        .flatten();
    let names = pattern.iter().flat_map(Pattern::params);
    names
        .map(|name| (name.to_owned(), json!({ "type": "string" })))
        .collect()
}

fn docs(promise: &Promise) -> String {
    let description = promise.description.as_ref();
    description.map_or_else(String::new, |description| description.docs.to_owned())
}

fn guards(promise: &Promise) -> Vec<String> {
    promise
        .guards
        .iter()
        .map(|guard| (*guard).to_owned())
        .collect()
}

fn visible(promise: &Promise) -> Vec<ErrorKind> {
    let errors = promise
        .description
        .as_ref()
        .map_or(&[][..], |description| description.errors);
    errors.iter().copied().map(ErrorKind::new).collect()
}

/// The errors of the handler, and those that follow from its attribute and its parameters.
fn errors(promise: &Promise) -> Vec<ErrorKind> {
    let mut errors = visible(promise);
    let mut add = |kind: &str, message: &str| {
        if errors.iter().all(|error| error.kind != kind) {
            errors.push(ErrorKind::new((kind, message)));
        }
    };
    for (kind, words) in &promise.limits {
        add(kind, words);
    }
    if !promise.guards.is_empty() {
        add("forbidden", "this is not allowed");
    }
    if promise.order == Order::Latest {
        add(
            "superseded",
            "a newer event has taken the place of this one",
        );
    }
    if promise.params.iter().any(|(_, takes)| *takes == Takes::Ack) {
        add("unanswered", "the handler did not answer");
    }
    errors
}

fn order(order: Order) -> String {
    match order {
        Order::Default => "default".to_owned(),
        Order::Serial => "serial".to_owned(),
        Order::Latest => "latest".to_owned(),
        Order::Concurrent(None) => "concurrent".to_owned(),
        Order::Concurrent(Some(runs)) => format!("concurrent, at most {runs}"),
    }
}
