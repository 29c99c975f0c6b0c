//! What a client wrote comes back in errors, logs and answers: on one line, and short.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;

use super::arguments::read;
use crate::{Error, packet::ArgsError};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    #[expect(dead_code, reason = "only its name matters")]
    known: u8,
}

#[derive(Debug, Deserialize)]
enum Shape {
    Dot,
}

/// The error of reading `value` as a `T`.
fn error<T: for<'a> Deserialize<'a>>(value: &serde_json::Value) -> ArgsError {
    read::<T>(&json!([value]).to_string()).err().unwrap()
}

#[test]
fn no_error_repeats_what_a_client_wrote_as_it_is() {
    let forged = "x\n2026-01-01 ERROR \u{1b}[31mforged\u{202e}\0";
    let long = "n".repeat(900_000);
    let nested = (0..100).fold(json!("leaf"), |value, _| json!({ forged: value }));
    for text in [forged, &long] {
        let rows = [
            error::<HashMap<String, u8>>(&json!({ text: "a" })),
            error::<HashMap<String, HashMap<String, u8>>>(&json!({ text: { text: "a" } })),
            error::<HashMap<u8, u8>>(&json!({ text: 1 })),
            error::<Strict>(&json!({ text: 1 })),
            error::<Shape>(&json!(text)),
            error::<Shape>(&json!({ text: 1 })),
            error::<u8>(&json!(text)),
            error::<HashMap<String, Shape>>(&json!({ text: text })),
            error::<Nested>(&nested),
        ];
        for row in rows {
            let error = row.in_event(text);
            let parts = [error.path(), error.expected(), error.found()];
            for shown in [Some(error.to_string().as_str())]
                .into_iter()
                .chain(parts)
                .flatten()
            {
                assert!(shown.len() < 600, "{} bytes: {shown:.700}", shown.len());
                assert!(
                    !shown.contains(['\n', '\u{1b}', '\u{202e}', '\0']),
                    "{shown}"
                );
            }
        }
        let unhandled = Error::unhandled(text).to_string();
        assert!(
            unhandled.len() < 200 && !unhandled.contains('\n'),
            "{unhandled}"
        );
    }
}

/// As deep as the client likes.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Nested {
    #[expect(dead_code, reason = "only read")]
    Deeper(HashMap<String, Nested>),
    #[expect(dead_code, reason = "only read")]
    Leaf(u8),
}

#[test]
fn the_name_of_an_event_is_kept_as_it_came() {
    let error = error::<u8>(&json!("a")).in_event("a\nb");

    assert_eq!(error.event(), Some("a\nb"));
    assert_eq!(
        error.to_string(),
        r#"`a\nb`: args[0] (`to`): expected u8, found string "a""#
    );
}
