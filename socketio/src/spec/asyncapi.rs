//! AsyncAPI 3.0: a channel for each namespace, an operation for each event, and the answer to an event as its reply.

use serde_json::{Map, Value, json};

use super::{
    model::{Arg, Connect, Contract, ErrorKind, Format, Inbound, Namespace, Outbound},
    names::{Names, key},
    schema::{pointer, refer},
};

/// In front of the name of a type, in a reference to it.
const SCHEMAS: &str = "#/components/schemas/";

/// The document. `server` is where clients find the server, if the program says so.
pub(super) fn document(contract: &Contract, server: Option<&str>) -> Value {
    let mut document = Document {
        channels: Map::new(),
        operations: Map::new(),
        schemes: Map::new(),
        names: Names::default(),
    };
    let mut keys = Names::default();
    for (name, namespace) in &contract.namespaces {
        let channel = keys.take(key(name));
        document.add(&channel, name, namespace);
    }
    let Document {
        channels,
        operations,
        schemes,
        ..
    } = document;
    let mut schemas: Map<String, Value> = contract
        .types
        .iter()
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    let mut components = json!({ "messages": { "failure": failure() } });
    schemas.values_mut().for_each(to_components);
    if !schemas.is_empty() {
        components["schemas"] = schemas.into();
    }
    if !schemes.is_empty() {
        components["securitySchemes"] = schemes.into();
    }
    let mut info = json!({ "title": contract.title, "version": contract.version });
    if !contract.description.is_empty() {
        info["description"] = contract.description.clone().into();
    }
    json!({
        "asyncapi": "3.0.0",
        "info": info,
        "defaultContentType": content_type(contract.format),
        "servers": { "main": self::server(contract, server) },
        "channels": channels,
        "operations": operations,
        "components": components,
    })
}

fn content_type(format: Format) -> &'static str {
    match format {
        Format::Json => "application/json",
        Format::Custom => "application/octet-stream",
        Format::MsgPack => "application/x-msgpack",
    }
}

/// Where the server is: `https://chat.example.org`, or a host of the reader's choice.
fn server(contract: &Contract, url: Option<&str>) -> Value {
    let (protocol, host) = match url.map(|url| url.split_once("://").unwrap_or(("https", url))) {
        Some(("http" | "ws", host)) => ("ws", host),
        Some((_, host)) => ("wss", host),
        None => ("ws", "{host}"),
    };
    let mut server = json!({
        "host": host.trim_end_matches('/'),
        "pathname": contract.path,
        "protocol": protocol,
        "description": "Socket.IO 5 over Engine.IO 4: clients of the releases 3.x and 4.x.",
    });
    if url.is_none() {
        server["variables"] = json!({ "host": { "default": "localhost:3000" } });
    }
    server
}

struct Document {
    channels: Map<String, Value>,
    operations: Map<String, Value>,
    schemes: Map<String, Value>,
    /// The names of operations.
    names: Names,
}

/// One namespace.
struct Channel {
    key: String,
    messages: Map<String, Value>,
    names: Names,
}

impl Channel {
    /// Adds a message, and gives a reference to it.
    fn message(&mut self, name: &str, message: Value) -> Value {
        let key = self.names.take(key(name));
        let reference = json!({ "$ref": format!("#/channels/{}/messages/{key}", self.key) });
        self.messages.insert(key, message);
        reference
    }

    fn reference(&self) -> Value {
        json!({ "$ref": format!("#/channels/{}", self.key) })
    }
}

impl Document {
    fn add(&mut self, key: &str, name: &str, namespace: &Namespace) {
        let mut channel = Channel {
            key: key.to_owned(),
            messages: Map::new(),
            names: Names::default(),
        };
        let failure = channel.message(
            "failure",
            json!({ "$ref": "#/components/messages/failure" }),
        );
        if let Some(connect) = &namespace.connect {
            self.connect(&mut channel, name, connect);
        }
        for event in &namespace.client_to_server {
            self.receive(&mut channel, event, &failure);
        }
        for event in &namespace.server_to_client {
            self.send(&mut channel, event);
        }
        let mut described = json!({
            // AsyncAPI's word for a channel whose name is known only while the program runs.
            "address": if name == "*" { Value::Null } else { name.into() },
            "title": format!("Namespace {name}"),
            "messages": channel.messages,
        });
        if !namespace.parameters.is_empty() {
            let parameters = namespace.parameters.iter();
            let parameters: Map<String, Value> = parameters
                .map(|(name, schema)| (name.clone(), parameter(schema)))
                .collect();
            described["parameters"] = parameters.into();
        }
        self.channels.insert(channel.key, described);
    }

    fn connect(&mut self, channel: &mut Channel, name: &str, connect: &Connect) {
        let payload = connect.auth.as_ref().map(|auth| {
            let mut schema = auth.schema.clone();
            to_components(&mut schema);
            schema
        });
        let payload = payload.unwrap_or_else(|| json!({ "type": "null" }));
        let joined = message("connect", &connect.docs, &payload);
        let joined = channel.message("connect", joined);
        let refused = json!({
            "type": "object",
            "required": ["message"],
            "properties": { "message": { "type": "string" }, "data": true },
        });
        let refused = channel.message(
            "connect_error",
            message("connect_error", "The client may not join.", &refused),
        );
        let mut operation = json!({
            "action": "receive",
            "channel": channel.reference(),
            "title": "connect",
            "messages": [joined],
            "reply": { "channel": channel.reference(), "messages": [refused] },
        });
        describe(
            &mut operation,
            &connect.docs,
            &connect.guards,
            &connect.errors,
        );
        if connect.auth.is_some() {
            let scheme = format!("{}_auth", channel.key);
            self.schemes.insert(scheme.clone(), json!({
                "type": "apiKey",
                "in": "user",
                "description": format!("The client's `auth` for the namespace {name}: the payload of `connect`."),
            }));
            operation["security"] =
                json!([{ "$ref": format!("#/components/securitySchemes/{scheme}") }]);
        }
        self.operation("connect", channel, operation);
    }

    fn receive(&mut self, channel: &mut Channel, event: &Inbound, failure: &Value) {
        let asked = channel.message(
            &event.event,
            message(
                &event.event,
                &event.docs,
                &arguments(&event.args, event.rest),
            ),
        );
        let name = format!("{}.answer", key(&event.event));
        let answer = message(
            &format!("answer to {}", event.event),
            "",
            &arguments(&event.answer, false),
        );
        let answer = channel.message(&name, answer);
        let mut operation = json!({
            "action": "receive",
            "channel": channel.reference(),
            "title": event.event,
            "messages": [asked],
            "reply": { "channel": channel.reference(), "messages": [answer, failure] },
            "x-order": event.order,
        });
        describe(&mut operation, &event.docs, &event.guards, &event.errors);
        self.operation(
            &format!("receive_{}", key(&event.event)),
            channel,
            operation,
        );
    }

    fn send(&mut self, channel: &mut Channel, event: &Outbound) {
        let sent = channel.message(
            &event.event,
            message(&event.event, &event.docs, &arguments(&event.args, false)),
        );
        let mut operation = json!({
            "action": "send",
            "channel": channel.reference(),
            "title": event.event,
            "messages": [sent],
        });
        if let Some(answer) = &event.answer {
            let name = format!("{}.answer", key(&event.event));
            let answer = message(
                &format!("answer to {}", event.event),
                "",
                &arguments(answer, false),
            );
            let answer = channel.message(&name, answer);
            operation["reply"] = json!({ "channel": channel.reference(), "messages": [answer] });
        }
        describe(&mut operation, &event.docs, &[], &[]);
        self.operation(&format!("send_{}", key(&event.event)), channel, operation);
    }

    fn operation(&mut self, name: &str, channel: &Channel, operation: Value) {
        let name = self.names.take(format!("{}_{name}", channel.key));
        self.operations.insert(name, operation);
    }
}

/// A parameter of an address is a text, whatever its schema is.
fn parameter(schema: &Value) -> Value {
    match schema["type"].as_str() {
        Some(ty) if ty != "string" => {
            json!({ "description": format!("A text that is a value of type {ty}.") })
        }
        _ => json!({}),
    }
}

fn message(name: &str, docs: &str, payload: &Value) -> Value {
    let mut message = json!({ "name": name, "title": name, "payload": payload });
    if let Some(summary) = summary(docs) {
        message["summary"] = summary.into();
    }
    message
}

/// The arguments of a packet as a list.
fn arguments(args: &[Arg], rest: bool) -> Value {
    let least = args.iter().filter(|arg| !arg.optional).count();
    let mut list = json!({ "type": "array", "minItems": least });
    if !args.is_empty() {
        let items = args.iter().map(|arg| {
            let mut schema = arg.schema.clone();
            to_components(&mut schema);
            titled(schema, &arg.name)
        });
        list["prefixItems"] = items.collect();
    }
    if !rest {
        list["maxItems"] = args.len().into();
    }
    list
}

/// The schema with the name of the argument as its title. Nothing may stand beside a reference.
fn titled(schema: Value, name: &str) -> Value {
    match schema {
        Value::Object(mut members) if !members.contains_key("$ref") => {
            members.entry("title").or_insert_with(|| name.into());
            members.into()
        }
        Value::Object(members) => json!({ "title": name, "allOf": [members] }),
        _ => json!({ "title": name }),
    }
}

fn describe(operation: &mut Value, docs: &str, guards: &[String], errors: &[ErrorKind]) {
    if let Some(summary) = summary(docs) {
        operation["summary"] = summary.into();
        operation["description"] = docs.into();
    }
    if !guards.is_empty() {
        operation["x-guards"] = guards.into();
    }
    if !errors.is_empty() {
        operation["x-errors"] = json!(errors);
    }
}

/// The first line of a doc comment.
fn summary(docs: &str) -> Option<&str> {
    docs.lines().next().filter(|line| !line.is_empty())
}

/// The answer to an event whose handler failed.
fn failure() -> Value {
    let error = json!({
        "type": "object",
        "required": ["kind", "message"],
        "properties": { "kind": { "type": "string" }, "message": { "type": "string" }, "data": true },
    });
    let envelope =
        json!({ "type": "object", "required": ["error"], "properties": { "error": error } });
    let payload =
        json!({ "type": "array", "prefixItems": [envelope], "minItems": 1, "maxItems": 1 });
    message(
        "failure",
        "The answer to an event whose handler was not called, or failed.",
        &payload,
    )
}

/// Makes the references of a schema those of the document.
fn to_components(schema: &mut Value) {
    refer(schema, &|name| pointer(SCHEMAS, name));
}
