//! What is asked of JSON schemas, and the schemas of this crate's own types.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::{
    packet::{Binary, Data},
    sid::Sid,
};

/// In front of the name of a type, in a reference to it.
pub(super) const DEFS: &str = "#/$defs/";

/// The types that a schema refers to, with repetitions.
pub(super) fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(name) = reference(members) {
                found.push(name);
            }
            members
                .values()
                .for_each(|member| references(member, found));
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| references(element, found)),
        _ => {}
    }
}

/// The name of the type that this schema refers to itself.
pub(super) fn reference(members: &Map<String, Value>) -> Option<String> {
    let name = members.get("$ref")?.as_str()?.strip_prefix(DEFS)?;
    // A name is a part of a JSON pointer, inside a URI.
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    Some(name.replace("~1", "/").replace("~0", "~"))
}

/// Rewrites each reference in a schema.
pub(super) fn refer(schema: &mut Value, rewrite: &dyn Fn(&str) -> String) {
    match schema {
        Value::Object(members) => {
            if let Some(name) = reference(members) {
                members.insert("$ref".to_owned(), rewrite(&name).into());
            }
            members
                .values_mut()
                .for_each(|member| refer(member, rewrite));
        }
        Value::Array(elements) => elements
            .iter_mut()
            .for_each(|element| refer(element, rewrite)),
        _ => {}
    }
}

/// A reference to the type of this name.
pub(super) fn pointer(prefix: &str, name: &str) -> String {
    let name = name.replace('~', "~0").replace('/', "~1");
    let encoded = percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC);
    // What is common in names of types is left readable.
    let encoded = encoded
        .to_string()
        .replace("%5F", "_")
        .replace("%2D", "-")
        .replace("%2E", ".");
    format!("{prefix}{encoded}")
}

/// Whether `null` fits it, as far as can be seen without looking up what it refers to.
pub(super) fn admits_null(schema: &Value) -> bool {
    let is_null = |ty: &Value| ty == "null";
    match &schema["type"] {
        Value::Array(types) => types.iter().any(is_null),
        ty if is_null(ty) => true,
        _ => ["anyOf", "oneOf"].iter().any(|of| {
            schema[of]
                .as_array()
                .is_some_and(|options| options.iter().any(admits_null))
        }),
    }
}

impl JsonSchema for Binary {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Binary".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "binary" })
    }
}

impl JsonSchema for Data {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Data".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}

impl JsonSchema for Sid {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Sid".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "The id of a client in one namespace." })
    }
}
