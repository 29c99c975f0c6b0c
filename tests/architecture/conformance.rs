//! The tables of `docs/protocol.md`: each test that a row names exists.

use std::{collections::HashMap, fs};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const CHAPTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../socketio/docs/protocol.md");

/// The promises of a chapter, each with the file and the name of every test.
fn promises(chapter: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let tables = chapter.split_once("## What proves it").unwrap().1;
    let rows = tables.lines().filter_map(|line| {
        let (promise, tests) = line.strip_prefix("| ")?.split_once(" | ")?;
        promise.ends_with('.').then_some((promise, tests))
    });
    let tests = rows.map(|(promise, tests)| {
        let mut file = "";
        let mut named = Vec::new();
        for text in tests.split('`').skip(1).step_by(2) {
            match text.starts_with("tests/") || text.starts_with("socketio/") {
                true => file = text,
                false => named.push((file, text)),
            }
        }
        (promise, named)
    });
    tests.collect()
}

/// What a test of this name looks like in this file.
fn declaration(file: &str, name: &str) -> String {
    match file.rsplit_once('.').map(|(_, language)| language) {
        Some("rs") => format!("fn {name}("),
        Some("py") => format!("def {name}("),
        _ => format!("\"{name}\""),
    }
}

#[test]
fn every_test_that_the_protocol_chapter_names_exists() {
    let chapter = fs::read_to_string(CHAPTER).unwrap();
    let promises = promises(&chapter);
    let mut files: HashMap<&str, String> = HashMap::new();
    let mut missing = Vec::new();
    for (promise, tests) in &promises {
        if tests.is_empty() {
            missing.push(format!("no test: {promise}"));
        }
        for (file, name) in tests {
            let text = files.entry(file).or_insert_with(|| {
                fs::read_to_string(format!("{ROOT}/{file}")).unwrap_or_default()
            });
            if !text.contains(&declaration(file, name)) {
                missing.push(format!("{file}: {name}"));
            }
        }
    }

    assert!(promises.len() > 50, "only {} were found", promises.len());
    assert!(missing.is_empty(), "{missing:#?}");
}
