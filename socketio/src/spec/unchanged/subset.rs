//! Whether every value of one schema is a value of another, as far as the keywords tell that schemars writes. The answer says
//! where it is not, and why.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::spec::schema::reference;

/// Compares schemas of two contracts.
pub(super) struct Subset<'a> {
    inner: &'a BTreeMap<String, Value>,
    outer: &'a BTreeMap<String, Value>,
    /// The pairs that are being compared: a type may have itself in it.
    open: Vec<(Value, Value)>,
}

impl<'a> Subset<'a> {
    /// Schemas of `inner` are asked whether they are in those of `outer`.
    pub(super) fn new(
        inner: &'a BTreeMap<String, Value>,
        outer: &'a BTreeMap<String, Value>,
    ) -> Self {
        Self {
            inner,
            outer,
            open: Vec::new(),
        }
    }

    /// What is in `inner` and not in `outer`.
    pub(super) fn fault(&mut self, inner: &Value, outer: &Value, place: &str) -> Option<String> {
        let pair = (inner.clone(), outer.clone());
        if self.open.contains(&pair) {
            return None;
        }
        self.open.push(pair);
        let fault = self.resolved(target(self.inner, inner), target(self.outer, outer), place);
        self.open.pop();
        fault
    }

    fn resolved(&mut self, inner: &Value, outer: &Value, place: &str) -> Option<String> {
        let Value::Object(wide) = outer else {
            return (outer == &Value::Bool(false) && inner != outer)
                .then(|| format!("`{place}` may not be there"));
        };
        let Value::Object(narrow) = inner else {
            let says_nothing = wide
                .keys()
                .all(|keyword| ["title", "description", "default"].contains(&&**keyword));
            return (inner == &Value::Bool(true) && !says_nothing)
                .then(|| format!("`{place}` could be anything, and is of {}", kind(wide)));
        };
        // A value of the inner one is of one of its forms, and must be of one form of the outer one.
        if let Some(forms) = forms(narrow) {
            return forms.iter().find_map(|form| self.fault(form, outer, place));
        }
        if let Some(values) = values(narrow) {
            let unknown = values.iter().find(|value| !self.admits(value, outer))?;
            return Some(format!("`{place}` can be {unknown}"));
        }
        if let Some(forms) = forms(wide) {
            let mut faults = Vec::new();
            for form in &forms {
                faults.push(self.fault(inner, form, place)?);
            }
            return match faults.as_slice() {
                [fault] => Some(fault.clone()),
                _ => Some(format!("`{place}` can be {}", shape(narrow))),
            };
        }
        if values(wide).is_some() {
            return Some(format!("`{place}` can be {}", shape(narrow)));
        }
        self.plain(narrow, wide, place)
    }

    /// Schemas without alternatives.
    fn plain(
        &mut self,
        inner: &Map<String, Value>,
        outer: &Map<String, Value>,
        place: &str,
    ) -> Option<String> {
        let (before, after) = (
            inner.get("type").and_then(Value::as_str),
            outer.get("type").and_then(Value::as_str),
        );
        match (before, after) {
            (_, None) => return None,
            (Some("integer"), Some("number")) => {}
            (before, after)
                if before != after
                    || inner.get("format") != outer.get("format")
                        && is_binary(inner) != is_binary(outer) =>
            {
                return Some(format!(
                    "`{place}` can be of {}, and {} is expected",
                    kind(inner),
                    kind(outer)
                ));
            }
            _ => {}
        }
        for (keyword, is_least) in [
            ("minimum", true),
            ("exclusiveMinimum", true),
            ("minLength", true),
            ("minItems", true),
            ("maximum", false),
            ("exclusiveMaximum", false),
            ("maxLength", false),
            ("maxItems", false),
        ] {
            let (own, limit) = (limit_of(inner, keyword), limit_of(outer, keyword));
            let Some(limit) =
                limit.filter(|limit| !(is_least && keyword != "minimum" && *limit == 0.0))
            else {
                continue;
            };
            let is_within =
                own.is_some_and(|own| if is_least { own >= limit } else { own <= limit });
            if !is_within {
                let was = own.map_or("nothing".to_owned(), |own| own.to_string());
                return Some(format!(
                    "`{place}` has the {keyword} {limit} where there was {was}"
                ));
            }
        }
        if let Some(pattern) = outer
            .get("pattern")
            .filter(|pattern| inner.get("pattern") != Some(*pattern))
        {
            return Some(format!("`{place}` has the pattern {pattern}"));
        }
        match after {
            Some("array") => self.array(inner, outer, place),
            Some("object") => self.object(inner, outer, place),
            _ => None,
        }
    }

    fn array(
        &mut self,
        inner: &Map<String, Value>,
        outer: &Map<String, Value>,
        place: &str,
    ) -> Option<String> {
        let none = Vec::new();
        let items = |schema: &'_ Map<String, Value>| {
            schema.get("prefixItems").and_then(Value::as_array).cloned()
        };
        let (mine, theirs) = (
            items(inner).unwrap_or_default(),
            items(outer).unwrap_or(none),
        );
        for (at, theirs) in theirs.iter().enumerate() {
            let mine = mine
                .get(at)
                .or(inner.get("items"))
                .cloned()
                .unwrap_or(Value::Bool(true));
            if let Some(fault) = self.fault(&mine, theirs, &format!("{place}[{at}]")) {
                return Some(fault);
            }
        }
        let (mine, theirs) = (inner.get("items")?, outer.get("items")?);
        self.fault(mine, theirs, &format!("{place}[]"))
    }

    fn object(
        &mut self,
        inner: &Map<String, Value>,
        outer: &Map<String, Value>,
        place: &str,
    ) -> Option<String> {
        let required = |schema: &Map<String, Value>| -> Vec<String> {
            let names = schema
                .get("required")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            names
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect()
        };
        let mine = required(inner);
        if let Some(missing) = required(outer)
            .into_iter()
            .find(|name| !mine.contains(name))
        {
            return Some(format!("`{place}.{missing}` may be missing"));
        }
        let empty = Map::new();
        let properties = |schema: &'_ Map<String, Value>| {
            schema.get("properties").and_then(Value::as_object).cloned()
        };
        let theirs = properties(outer).unwrap_or(empty);
        let others = outer.get("additionalProperties");
        for (name, mine) in &properties(inner).unwrap_or_default() {
            let place = format!("{place}.{name}");
            match (theirs.get(name), others) {
                (Some(theirs), _) => {
                    if let Some(fault) = self.fault(mine, theirs, &place) {
                        return Some(fault);
                    }
                }
                (None, Some(Value::Bool(false))) => return Some(format!("`{place}` is not known")),
                (None, _) => {}
            }
        }
        match (inner.get("additionalProperties"), others) {
            (Some(mine @ Value::Object(_)), Some(theirs @ Value::Object(_))) => {
                self.fault(mine, theirs, &format!("{place}.*"))
            }
            _ => None,
        }
    }

    /// Whether this one value fits.
    fn admits(&mut self, value: &Value, outer: &Value) -> bool {
        let mut schema = serde_json::json!({ "type": kind_of(value) });
        if let Value::Object(members) = outer
            .as_object()
            .and_then(reference)
            .map_or(outer, |name| self.outer.get(&name).unwrap_or(outer))
        {
            if let Some(forms) = forms(members) {
                return forms.iter().any(|form| self.admits(value, form));
            }
            if let Some(values) = values(members) {
                return values.contains(value);
            }
        }
        if let Some(text) = value.as_str() {
            let length = text.chars().count();
            schema["minLength"] = length.into();
            schema["maxLength"] = length.into();
        }
        if value.is_number() {
            schema["minimum"] = value.clone();
            schema["maximum"] = value.clone();
        }
        self.fault(&schema, outer, "").is_none()
    }
}

/// The schema itself, or the one that it refers to.
fn target<'a>(types: &'a BTreeMap<String, Value>, schema: &'a Value) -> &'a Value {
    let name = schema.as_object().and_then(reference);
    name.and_then(|name| types.get(&name)).unwrap_or(schema)
}

/// The alternatives of a schema, each with what the schema says beside them.
fn forms(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    for keyword in ["oneOf", "anyOf"] {
        if let Some(Value::Array(options)) = schema.get(keyword) {
            let mut base = schema.clone();
            base.remove(keyword);
            ["title", "description", "default"].iter().for_each(|said| {
                base.remove(*said);
            });
            return Some(options.iter().map(|option| merged(&base, option)).collect());
        }
    }
    let Some(Value::Array(types)) = schema.get("type") else {
        return None;
    };
    let of = |ty: &Value| {
        let mut one = schema.clone();
        one.insert("type".to_owned(), ty.clone());
        Value::Object(one)
    };
    Some(types.iter().map(of).collect())
}

/// An alternative with what stands beside it.
fn merged(base: &Map<String, Value>, option: &Value) -> Value {
    let Value::Object(option) = option else {
        return option.clone();
    };
    let mut all = base.clone();
    for (keyword, value) in option {
        match (all.get_mut(keyword), value) {
            (Some(Value::Object(old)), Value::Object(new)) => old.extend(new.clone()),
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new.clone()),
            _ => {
                all.insert(keyword.clone(), value.clone());
            }
        }
    }
    all.into()
}

/// All values, if the schema lists them.
fn values(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => Some(vec![value.clone()]),
        (None, Some(Value::Array(values))) => Some(values.clone()),
        _ => None,
    }
}

/// A limit: one that is written, or that of the type of number.
fn limit_of(schema: &Map<String, Value>, keyword: &str) -> Option<f64> {
    let written = schema.get(keyword).and_then(Value::as_f64);
    let format = schema
        .get("format")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let bits = format
        .trim_start_matches("uint")
        .trim_start_matches("int")
        .parse::<i32>()
        .ok();
    let by_format = bits.and_then(|bits| match (keyword, format.starts_with('u')) {
        ("minimum", true) => Some(0.0),
        ("maximum", true) => Some(2f64.powi(bits) - 1.0),
        ("minimum", false) => Some(-(2f64.powi(bits - 1))),
        ("maximum", false) => Some(2f64.powi(bits - 1) - 1.0),
        _ => None,
    });
    written.or(by_format)
}

fn is_binary(schema: &Map<String, Value>) -> bool {
    schema
        .get("format")
        .is_some_and(|format| format == "binary")
}

fn kind(schema: &Map<String, Value>) -> String {
    let ty = schema
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("another type");
    if is_binary(schema) {
        "binary data".to_owned()
    } else {
        format!("type {ty}")
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A form of a type in a few words: its tag, its only member, or its type.
fn shape(schema: &Map<String, Value>) -> String {
    let members = schema.get("properties").and_then(Value::as_object);
    let tag = members.and_then(|members| {
        members
            .iter()
            .find_map(|(name, member)| Some((name, member.get("const")?)))
    });
    match (tag, members) {
        (Some((name, value)), _) => format!("one with the `{name}` {value}"),
        (None, Some(members)) if members.len() == 1 => format!(
            "one with the member `{}`",
            members.keys().next().map_or("", |name| name)
        ),
        _ => format!("another value of {}", kind(schema)),
    }
}
