//! The type of a JSON schema, as far as TypeScript can say it: limits of numbers and texts are left out.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Map, Value};

use crate::spec::schema::reference;

/// Writes types, with the names that they have in the declarations.
#[derive(Debug)]
pub(super) struct Types<'a> {
    names: &'a BTreeMap<&'a str, String>,
}

/// The keywords that say something about the members of an object.
const OF_OBJECTS: [&str; 3] = ["properties", "additionalProperties", "patternProperties"];

impl<'a> Types<'a> {
    pub(super) fn new(names: &'a BTreeMap<&'a str, String>) -> Self {
        Self { names }
    }

    /// Declares a type with a name.
    pub(super) fn declare(&self, name: &str, schema: &Value, out: &mut String) {
        docs(schema["description"].as_str().unwrap_or_default(), "", out);
        let ty = self.ty(schema, "");
        let _ = match is_interface(schema) {
            true => writeln!(out, "export interface {name} {ty}"),
            false => writeln!(out, "export type {name} = {ty};"),
        };
    }

    /// The type of a schema. `indent` is that of the line on which the type begins.
    pub(super) fn ty(&self, schema: &Value, indent: &str) -> String {
        let Value::Object(members) = schema else {
            return if schema == &Value::Bool(false) {
                "never".to_owned()
            } else {
                "any".to_owned()
            };
        };
        if let Some(name) = reference(members) {
            return self
                .names
                .get(&*name)
                .cloned()
                .unwrap_or_else(|| "any".to_owned());
        }
        if let Some(value) = members.get("const") {
            return literal(value);
        }
        if let Some(Value::Array(values)) = members.get("enum") {
            return union(values.iter().map(literal).collect());
        }
        let mut parts = Vec::new();
        for of in ["oneOf", "anyOf"] {
            if let Some(Value::Array(options)) = members.get(of) {
                parts.push(union(
                    options
                        .iter()
                        .map(|option| self.ty(option, indent))
                        .collect(),
                ));
            }
        }
        if let Some(Value::Array(all)) = members.get("allOf") {
            parts.extend(all.iter().map(|part| self.ty(part, indent)));
        }
        if parts.is_empty()
            || OF_OBJECTS
                .iter()
                .any(|keyword| members.contains_key(*keyword))
        {
            parts.insert(0, self.own(members, indent));
        }
        parts.retain(|part| part != "any");
        intersection(&parts)
    }

    /// The type that the keyword `type` and those beside it say.
    fn own(&self, members: &Map<String, Value>, indent: &str) -> String {
        match members.get("type") {
            Some(Value::String(ty)) => self.simple(ty, members, indent),
            Some(Value::Array(types)) => {
                let types = types.iter().filter_map(Value::as_str);
                union(types.map(|ty| self.simple(ty, members, indent)).collect())
            }
            _ if OF_OBJECTS
                .iter()
                .any(|keyword| members.contains_key(*keyword)) =>
            {
                self.object(members, indent)
            }
            _ if members.contains_key("prefixItems") => self.array(members, indent),
            _ => "any".to_owned(),
        }
    }

    fn simple(&self, ty: &str, members: &Map<String, Value>, indent: &str) -> String {
        match ty {
            "string"
                if members
                    .get("format")
                    .is_some_and(|format| format == "binary") =>
            {
                "Binary".to_owned()
            }
            "string" | "boolean" | "null" => ty.to_owned(),
            "integer" | "number" => "number".to_owned(),
            "array" => self.array(members, indent),
            "object" => self.object(members, indent),
            _ => "any".to_owned(),
        }
    }

    fn array(&self, members: &Map<String, Value>, indent: &str) -> String {
        let element = || {
            members
                .get("items")
                .map_or_else(|| "any".to_owned(), |items| self.ty(items, indent))
        };
        let length = |keyword: &str| members.get(keyword).and_then(Value::as_u64);
        if let Some(Value::Array(items)) = members.get("prefixItems") {
            let items: Vec<String> = items.iter().map(|item| self.ty(item, indent)).collect();
            return format!("[{}]", items.join(", "));
        }
        match (length("minItems"), length("maxItems")) {
            (Some(least), Some(most)) if least == most && most <= LONGEST => {
                let items = vec![element(); usize::try_from(most).unwrap_or_default()];
                format!("[{}]", items.join(", "))
            }
            _ => {
                let element = element();
                match element.contains([' ', '\n']) {
                    true => format!("({element})[]"),
                    false => format!("{element}[]"),
                }
            }
        }
    }

    fn object(&self, members: &Map<String, Value>, indent: &str) -> String {
        let inner = format!("{indent}  ");
        let mut lines = String::new();
        let required = |name: &str| {
            let required = members.get("required").and_then(Value::as_array);
            required.is_some_and(|required| required.iter().any(|of| of == name))
        };
        if let Some(Value::Object(properties)) = members.get("properties") {
            for (name, schema) in properties {
                docs(
                    schema["description"].as_str().unwrap_or_default(),
                    &inner,
                    &mut lines,
                );
                let (mark, ty) = (
                    if required(name) { "" } else { "?" },
                    self.ty(schema, &inner),
                );
                let _ = writeln!(lines, "{inner}{}{mark}: {ty};", property(name));
            }
        }
        let others = match (
            members.get("additionalProperties"),
            members.get("patternProperties"),
        ) {
            (Some(others @ Value::Object(_)), _) => Some(self.ty(others, &inner)),
            (_, Some(Value::Object(patterns))) => Some(union(
                patterns
                    .values()
                    .map(|schema| self.ty(schema, &inner))
                    .collect(),
            )),
            (Some(Value::Bool(true)), _) => Some("any".to_owned()),
            // An object of which nothing is said.
            (None, _) if !members.contains_key("properties") => Some("any".to_owned()),
            _ => None,
        };
        match others {
            // The type of others would have to admit those of the properties, too.
            Some(_) if !lines.is_empty() => {
                let _ = writeln!(lines, "{inner}[name: string]: any;");
            }
            Some(ty) => return format!("{{ [name: string]: {ty} }}"),
            None if lines.is_empty() => return "{}".to_owned(),
            None => {}
        }
        format!("{{\n{lines}{indent}}}")
    }
}

/// The longest array of fixed length that is written as a tuple.
const LONGEST: u64 = 16;

/// Whether the type is an object and nothing else.
fn is_interface(schema: &Value) -> bool {
    let combines = ["$ref", "const", "enum", "oneOf", "anyOf", "allOf"];
    schema["type"] == "object"
        && schema.get("properties").is_some()
        && combines.iter().all(|keyword| schema.get(keyword).is_none())
}

/// A value as a type. What is no scalar is not written as one.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(_) | Value::Array(_) => "any".to_owned(),
        scalar => scalar.to_string(),
    }
}

fn union(mut options: Vec<String>) -> String {
    let mut seen = Vec::new();
    options.retain(|option| {
        !seen.contains(option) && {
            seen.push(option.clone());
            true
        }
    });
    match options.as_slice() {
        [] => "never".to_owned(),
        options if options.iter().any(|option| option == "any") => "any".to_owned(),
        options => options.join(" | "),
    }
}

fn intersection(parts: &[String]) -> String {
    match parts {
        [] => "any".to_owned(),
        [part] => part.clone(),
        parts => {
            let part = |part: &String| {
                if part.contains(" | ") {
                    format!("({part})")
                } else {
                    part.clone()
                }
            };
            parts.iter().map(part).collect::<Vec<_>>().join(" & ")
        }
    }
}

/// The name of a member: in quotes, unless it is an identifier.
pub(super) fn property(name: &str) -> String {
    let is_identifier = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_identifier {
        name.to_owned()
    } else {
        Value::from(name).to_string()
    }
}

/// Writes a text as a comment, if there is one.
pub(super) fn docs(text: &str, indent: &str, out: &mut String) {
    let text = comment(text.trim());
    let mut lines = text.lines();
    let _ = match (lines.next(), lines.next()) {
        (None, _) => Ok(()),
        (Some(line), None) => writeln!(out, "{indent}/** {line} */"),
        _ => {
            let _ = writeln!(out, "{indent}/**");
            for line in text.lines() {
                let _ = writeln!(out, "{}", format!("{indent} * {line}").trim_end());
            }
            writeln!(out, "{indent} */")
        }
    };
}

/// The text without what would end a comment.
pub(super) fn comment(text: &str) -> String {
    text.replace("*/", "*\\/")
}
