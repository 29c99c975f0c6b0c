//! YAML: JSON values in the form that people read. Each JSON text is YAML as well, so a text that could be read as
//! anything else is written as JSON writes it; there is no crate for that to depend on.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The value as a document.
pub(super) fn document(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out.trim_start_matches('\n').to_owned() + "\n"
}

/// Writes a value behind a key or a dash.
fn write(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in sorted(members) {
                line(indent, out);
                scalar(name, out);
                out.push(':');
                space(member, out);
                write(member, indent + 2, out);
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            for element in elements {
                line(indent, out);
                out.push('-');
                let mut inner = String::new();
                write(element, indent + 2, &mut inner);
                // The first line of what has several stands behind the dash.
                out.push(' ');
                out.push_str(inner.trim_start());
            }
        }
        Value::String(text) if is_block(text) => {
            out.push_str("|-");
            for part in text.split('\n') {
                if part.is_empty() {
                    out.push('\n');
                } else {
                    line(indent, out);
                    out.push_str(part);
                }
            }
        }
        Value::String(text) => scalar(text, out),
        other => {
            let _ = write!(out, "{other}"); // a `String` takes everything
        }
    }
}

/// The members that people look for first, in this order.
const FIRST: [&str; 18] = [
    "asyncapi",
    "info",
    "defaultContentType",
    "servers",
    "channels",
    "operations",
    "components",
    "action",
    "channel",
    "address",
    "name",
    "title",
    "version",
    "summary",
    "description",
    "host",
    "type",
    "messages",
];

/// The members in the order in which people read them.
fn sorted(members: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let rank = |name: &str| {
        FIRST
            .iter()
            .position(|first| *first == name)
            .unwrap_or(FIRST.len())
    };
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by_key(|(name, _)| (rank(name), *name));
    sorted
}

fn line(indent: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

/// What stands behind a colon, unless the value begins on the next line.
fn space(value: &Value, out: &mut String) {
    let begins_below = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        _ => false,
    };
    if !begins_below {
        out.push(' ');
    }
}

/// A text on one line: as it is if it can be nothing else, or in quotes.
fn scalar(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        let quoted = Value::from(text).to_string();
        // JSON has this one as it is, and YAML has not.
        out.push_str(&quoted.replace('\u{7f}', "\\u007f"));
    }
}

/// Words that YAML reads as something else than text, in one version or another.
const WORDS: [&str; 10] = [
    "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan",
];

fn is_plain(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| {
            letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '_' | '-' | '.' | '/')
        })
        && !text.ends_with(' ')
        && !WORDS.contains(&&*text.to_ascii_lowercase())
}

/// Whether it is a text of several lines that a block can hold.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n', '\t'])
        && !text.ends_with('\n')
        && text.chars().all(|letter| {
            letter == '\n'
                || !letter.is_control()
                    && !matches!(letter, '\u{85}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_reads_as_people_write_it() {
        let value = json!({
            "asyncapi": "3.0.0",
            "channels": { "chat": { "address": "/chat", "messages": [{ "name": "say", "tags": [] }, [1, 2]] } },
            "docs": "One.\n\nTwo: three.",
            "empty": {},
            "on": "yes",
            "text": "a: b # c",
        });

        assert_eq!(
            document(&value),
            r#"asyncapi: "3.0.0"
channels:
  chat:
    address: "/chat"
    messages:
      - name: say
        tags: []
      - - 1
        - 2
docs: |-
  One.

  Two: three.
empty: {}
"on": "yes"
text: "a: b # c"
"#
        );
    }
}
