//! The floors of `docs/architecture.md`: imports go downward only. The chapter itself is what is read, so that
//! neither it nor the code can drift from the other.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../socketio/src");
const CHAPTER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../socketio/docs/architecture.md"
);

/// The floor of each part, by the rows `| 13 | `testing` | .. |` of the chapter's table.
fn floors() -> BTreeMap<String, u32> {
    let chapter = fs::read_to_string(CHAPTER).unwrap();
    let mut floors = BTreeMap::new();
    for line in chapter.lines() {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let (Some(Ok(floor)), Some(parts)) = (cells.next().map(str::parse), cells.next()) else {
            continue;
        };
        for part in parts.split(',') {
            floors.insert(part.trim().trim_matches('`').to_owned(), floor);
        }
    }
    floors
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The parts that a file names: what follows each `crate::`, in braces or not. Tests and comments do not count.
fn imports(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut parts = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(list) => parts.extend(entries(list)),
            None => parts.push(word(rest)),
        }
    }
    parts
}

/// The first word of each entry of `a::b, c::{d, e}, f}`.
fn entries(list: &str) -> Vec<String> {
    let (mut depth, mut words, mut start) = (0, Vec::new(), true);
    for (at, char) in list.char_indices() {
        match char {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            _ if start && !char.is_whitespace() => {
                words.push(word(&list[at..]));
                start = false;
            }
            _ => {}
        }
    }
    words
}

fn word(text: &str) -> String {
    let is_word = |char: &char| char.is_alphanumeric() || *char == '_';
    text.chars().take_while(is_word).collect()
}

#[test]
fn imports_go_downward_only() {
    let floors = floors();
    let mut files = Vec::new();
    sources(Path::new(SOURCE), &mut files);
    let mut climbing = Vec::new();
    let mut seen = 0;
    for file in files {
        let path = file.strip_prefix(SOURCE).unwrap();
        let is_test = path
            .iter()
            .any(|part| part == "tests" || part == "tests.rs");
        let first = path.iter().next().unwrap().to_str().unwrap();
        let Some(&floor) = floors.get(first.trim_end_matches(".rs")) else {
            continue;
        };
        if is_test {
            continue;
        }
        seen += 1;
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            if floors.get(&import).is_some_and(|&above| above > floor) {
                climbing.push(format!("{} climbs to `{import}`", path.display()));
            }
        }
    }

    assert!(seen > 100, "only {seen} files were found");
    assert!(climbing.is_empty(), "{climbing:#?}");
}

#[test]
fn every_part_has_its_floor() {
    let floors = floors();
    let roof = ["lib", "tests", "__private", "guide", "macros"]; // above all floors: they only hand names on
    let mut homeless = Vec::new();
    for entry in fs::read_dir(SOURCE).unwrap() {
        let path = entry.unwrap().path();
        let part = path.file_stem().unwrap().to_str().unwrap();
        if !floors.contains_key(part) && !roof.contains(&part) {
            homeless.push(part.to_owned());
        }
    }

    assert!(homeless.is_empty(), "{homeless:?}");
}

#[test]
fn an_import_is_found_however_it_is_written() {
    let text =
        "use crate::{\n    a::{b, c},\n    d,\n};\nfn f() { crate::e::g(); }\n// crate::no\n";

    assert_eq!(imports(text), ["a", "d", "e"]);
}
