//! The files of a crate as modules, and the paths that each of them names. Knows just enough of Rust for that.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The segments of a path, or of a module, without `crate`.
pub(crate) type Segments = Vec<String>;

/// One file.
#[derive(Debug)]
pub(crate) struct Module {
    /// Below the crate's source folder.
    pub(crate) file: PathBuf,
    /// What is imported or named, from the crate's root.
    pub(crate) paths: Vec<Segments>,
    /// The names that are handed on (`pub use`), with the path behind each.
    handed_on: BTreeMap<String, Segments>,
}

/// All files of a crate but its tests.
#[derive(Debug, Default)]
pub(crate) struct Modules(pub(crate) BTreeMap<Segments, Module>);

impl Modules {
    pub(crate) fn read(source: &Path) -> Self {
        let mut files = Vec::new();
        collect(source, &mut files);
        let files = files.into_iter().map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            (file.strip_prefix(source).unwrap().to_owned(), text)
        });
        Self::new(files)
    }

    /// Of files and their texts.
    pub(crate) fn new(files: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        let files: Vec<_> = files
            .into_iter()
            .filter(|(file, _)| !is_test(file))
            .collect();
        let names: Vec<Segments> = files.iter().map(|(file, _)| module(file)).collect();
        let modules = files.into_iter().map(|(file, text)| {
            let own = module(&file);
            let children: Vec<&str> = names
                .iter()
                .filter(|name| name.len() == own.len() + 1 && name.starts_with(&own))
                .map(|name| &**name.last().unwrap())
                .collect();
            let module = Module::new(file, &own, &children, &text);
            (own, module)
        });
        Self(modules.collect())
    }

    /// The module that defines what `path` leads to: names that are handed on lead further.
    pub(crate) fn definition<'a>(&'a self, path: &'a [String]) -> &'a Segments {
        let mut path = path;
        // A name that is handed on in a circle does not compile.
        loop {
            let mut known = path.len();
            while known > 0 && !self.0.contains_key(&path[..known]) {
                known -= 1;
            }
            let (name, module) = self.0.get_key_value(&path[..known]).unwrap();
            let further = path.get(known).and_then(|item| module.handed_on.get(item));
            match further {
                Some(further) => path = further,
                None => return name,
            }
        }
    }
}

impl Module {
    fn new(file: PathBuf, own: &[String], children: &[&str], text: &str) -> Self {
        let text = code(text);
        let (mut paths, mut handed_on) = (Vec::new(), BTreeMap::new());
        let mut rest = String::new();
        for statement in text.split_inclusive(';') {
            let Some((before, visibility, tree)) = import(statement) else {
                rest.push_str(statement);
                continue;
            };
            rest.push_str(before);
            for (path, alias) in leaves(tree) {
                let Some(path) = absolute(&path, own, children) else {
                    continue;
                };
                if visibility {
                    handed_on.insert(alias, path);
                } else {
                    paths.push(path);
                }
            }
        }
        let starts = ["crate", "super", "self"].iter().chain(children);
        for start in starts {
            for path in inline(&rest, start) {
                paths.extend(absolute(&path, own, children));
            }
        }
        Self {
            file,
            paths,
            handed_on,
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn is_test(file: &Path) -> bool {
    file.iter()
        .any(|part| part == "tests" || part == "tests.rs")
}

/// `a/b.rs` and `a/b/mod.rs` are `a::b`; `lib.rs` is the crate.
fn module(file: &Path) -> Segments {
    let mut segments: Segments = file
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    segments.pop_if(|last| last == "mod" || last == "lib");
    segments
}

/// Without comments, without the tests at the end, and without the paths of `pub(in path)`, which need nothing.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut parts = code.split("pub(in ");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |code, part| {
        let behind = part.split_once(')').map_or(part, |(_, behind)| behind);
        code + "pub" + behind
    })
}

/// The `use` at the end of a statement: what stands before it, whether it hands names on, and its tree.
fn import(statement: &str) -> Option<(&str, bool, &str)> {
    let at = statement.rfind("use ").filter(|&at| {
        let before = &statement[..at];
        before.is_empty() || before.ends_with(char::is_whitespace)
    })?;
    let (before, tree) = (&statement[..at], statement[at + 4..].trim_end_matches(';'));
    if tree.contains(['(', '=', '#', '"']) {
        return None; // "use" in a text
    }
    let line = before.rsplit('\n').next().unwrap().trim();
    let visible = line.starts_with("pub");
    (line.is_empty() || visible).then_some((before, visible, tree))
}

/// `a::{b, c as d}`: each path with the name that it gets.
fn leaves(tree: &str) -> Vec<(Segments, String)> {
    let tree = tree.trim();
    if let Some((prefix, list)) = tree.split_once('{') {
        let prefix: Segments = segments(prefix);
        let list = list.trim_end().strip_suffix('}').unwrap_or(list);
        return at_commas(list)
            .into_iter()
            .flat_map(leaves)
            .map(|(path, alias)| {
                let path = path.into_iter().filter(|segment| segment != "self");
                (prefix.iter().cloned().chain(path).collect(), alias)
            })
            .collect();
    }
    let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
    let path = segments(path);
    match path.last() {
        None => Vec::new(),
        Some(last) if alias.is_empty() => vec![(path.clone(), last.clone())],
        Some(_) => vec![(path, alias.trim().to_owned())],
    }
}

fn at_commas(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, char) in list.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

fn segments(path: &str) -> Segments {
    path.split("::")
        .map(|segment| segment.trim().to_owned())
        .filter(|segment| !segment.is_empty())
        .collect()
}

/// The paths in code that begin with this segment.
fn inline(code: &str, start: &str) -> Vec<Segments> {
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    let start = format!("{start}::");
    let places = code.match_indices(&start).filter(|(at, _)| {
        let before = &code[..*at];
        !before.ends_with(is_word) && !before.ends_with("::") && !before.ends_with('$')
    });
    places
        .map(|(at, _)| {
            let path = code[at..].split(|char| !is_word(char) && char != ':');
            segments(path.into_iter().next().unwrap())
        })
        .collect()
}

/// From the crate's root; none if it leads out of the crate.
fn absolute(path: &[String], own: &[String], children: &[&str]) -> Option<Segments> {
    let (first, rest) = path.split_first()?;
    let mut absolute = match &**first {
        "crate" => Vec::new(),
        "self" => own.to_vec(),
        "super" => own[..own.len().checked_sub(1)?].to_vec(),
        child if children.contains(&child) => [own, &path[..1]].concat(),
        _ => return None,
    };
    for segment in rest {
        if segment == "super" {
            absolute.pop();
        } else {
            absolute.push(segment.clone());
        }
    }
    Some(absolute)
}

#[test]
fn a_path_is_found_however_it_is_written() {
    let text = "use crate::{\n    a::{self, b},\n    c as d,\n};\npub(crate) use child::Name;\n\
                fn f() { crate::e::g(); super::h(); child::i() }\n// crate::no\n";

    let module = Module::new("x/mod.rs".into(), &["x".to_owned()], &["child"], text);

    let mut paths: Vec<String> = module.paths.iter().map(|path| path.join("::")).collect();
    paths.sort();
    assert_eq!(paths, ["a", "a::b", "c", "e::g", "h", "x::child::i"]);
    assert_eq!(module.handed_on["Name"].join("::"), "x::child::Name");
}
