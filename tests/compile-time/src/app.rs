//! App: the same application, written for one library. Handlers that take a value of one type and answer with one of
//! another, in modules, with the types in a module of their own.

mod axum;
mod bare;
mod library;
mod socketioxide;

use std::{fmt::Write as _, path::Path};

/// How many modules of handlers there are.
pub(crate) const PARTS: usize = 10;
/// How many handlers there are in each.
const HANDLERS: usize = 20;
/// How many types there are.
const PAYLOADS: usize = 100;

/// One way to write the application.
pub(crate) struct App {
    /// The name of its folder and package.
    pub(crate) key: &'static str,
    /// What it is called in the table.
    pub(crate) name: &'static str,
    /// Its dependencies besides serde, given the folder of the library's workspace.
    dependencies: fn(&str) -> String,
    /// `main`, given the lines of one module each.
    main: fn() -> String,
    /// What stands above the handlers of a module.
    imports: &'static str,
    /// One handler.
    handler: fn(&Handler) -> String,
    /// What stands around the handlers, where it is one fn that has them all.
    around: [&'static str; 2],
    /// The list of the handlers of a module.
    list: fn(&[Handler]) -> String,
}

/// What all of them do, each on types of its own.
pub(crate) struct Handler {
    index: usize,
    /// The number of the type it takes.
    takes: usize,
    /// The number of the type it answers with.
    gives: usize,
    /// What it does to the value `payload`, the value of the block being the answer.
    body: String,
}

/// The library first.
pub(crate) const APPS: [App; 4] = [library::APP, socketioxide::APP, axum::APP, bare::APP];

impl App {
    /// `Cargo.toml`.
    pub(crate) fn manifest(&self, root: &Path) -> String {
        format!(
            "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n{}",
            self.key,
            (self.dependencies)(&root.display().to_string())
        )
    }

    /// `src/main.rs`.
    pub(crate) fn main(&self) -> String {
        let mut text = String::from("mod payload;\n");
        for part in 0..PARTS {
            let _ = writeln!(text, "mod part{part};");
        }
        text + "\n" + &(self.main)()
    }

    /// `src/payload.rs`.
    pub(crate) fn payloads(&self) -> String {
        let mut text = String::from("use serde::{Deserialize, Serialize};\n");
        for index in 0..PAYLOADS {
            let _ = write!(
                text,
                "
#[derive(Debug, Deserialize, Serialize)]
pub struct Payload{index} {{
    pub id: u64,
    pub name: String,
    pub at: Option<f64>,
    pub tags: Vec<String>,
}}
"
            );
        }
        text
    }

    /// `src/partN.rs`. An edit is in the body of one handler.
    pub(crate) fn part(&self, part: usize, edit: Option<usize>) -> String {
        let handlers: Vec<Handler> = (part * HANDLERS..(part + 1) * HANDLERS)
            .map(|index| Handler::new(index, edit.filter(|_| index % HANDLERS == 0)))
            .collect();
        let [before, behind] = self.around;
        let handlers_text: Vec<String> = handlers.iter().map(self.handler).collect();
        format!(
            "{}use crate::payload::*;\n\n{before}{}{behind}{}",
            self.imports,
            handlers_text.join("\n"),
            (self.list)(&handlers)
        )
    }
}

impl Handler {
    fn new(index: usize, edit: Option<usize>) -> Self {
        let (takes, gives) = (index % PAYLOADS, (index + 1) % PAYLOADS);
        let added = edit.map_or(index, |edit| 1000 + edit);
        let body = format!(
            "Payload{gives} {{ id: payload.id + {added}, name: payload.name, at: payload.at, tags: payload.tags }}"
        );
        Self {
            index,
            takes,
            gives,
            body,
        }
    }
}

/// `text` of each handler.
fn each(handlers: &[Handler], text: impl Fn(&Handler) -> String) -> String {
    handlers.iter().map(text).collect()
}

/// `text` of the number of each module.
fn each_part(text: impl Fn(usize) -> String) -> String {
    (0..PARTS).map(text).collect()
}
