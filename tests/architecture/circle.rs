//! No circle in a folder: of two files, or a file and a subfolder, at most one needs the other, directly or not. The
//! names that a `mod.rs` hands on are those of the files that define them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{MACROS, SOCKETIO, source::Modules};

/// Who needs whom, within one folder.
type Needs = BTreeMap<String, BTreeMap<String, String>>;

/// What stands in a folder, each with what it needs of its neighbours, and by which files.
fn folders(modules: &Modules) -> BTreeMap<String, Needs> {
    let mut folders: BTreeMap<String, Needs> = BTreeMap::new();
    for module in modules.0.values() {
        for path in &module.paths {
            let needed = &modules.0[modules.definition(path)];
            let (from, to) = (parts(&module.file), parts(&needed.file));
            let shared = from
                .iter()
                .zip(&to)
                .take_while(|(left, right)| left == right)
                .count();
            if let (Some(left), Some(right)) = (from.get(shared), to.get(shared)) {
                let needs = folders.entry(from[..shared].join("/")).or_default();
                let why = format!("{} needs {}", from.join("/"), to.join("/"));
                let neighbours = needs.entry((*left).to_owned()).or_default();
                neighbours.insert((*right).to_owned(), why);
            }
        }
    }
    folders
}

fn parts(file: &Path) -> Vec<&str> {
    file.iter().map(|part| part.to_str().unwrap()).collect()
}

/// All that `start` needs, directly or not.
fn reachable<'a>(needs: &'a Needs, start: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open = vec![start];
    while let Some(next) = open.pop() {
        for needed in needs.get(next).into_iter().flat_map(BTreeMap::keys) {
            if found.insert(&**needed) {
                open.push(needed);
            }
        }
    }
    found
}

/// Each import that is part of a circle.
fn circles(modules: &Modules) -> Vec<String> {
    let mut circles = Vec::new();
    for needs in folders(modules).into_values() {
        for (left, neighbours) in &needs {
            for (right, why) in neighbours {
                if reachable(&needs, right).contains(&**left) {
                    circles.push(why.clone());
                }
            }
        }
    }
    circles
}

#[test]
fn siblings_are_no_circle() {
    for source in [SOCKETIO, MACROS] {
        let modules = Modules::read(Path::new(source));

        assert!(modules.0.len() > 15, "only {} files", modules.0.len());
        let circles = circles(&modules);
        assert!(circles.is_empty(), "{circles:#?}");
    }
}

#[test]
fn a_circle_is_found_through_a_face_and_through_others() {
    let file = |name: &str, text: &str| (name.into(), text.to_owned());

    let modules = Modules::new([
        file("lib.rs", "mod a;"),
        file(
            "a/mod.rs",
            "mod one; mod two; mod three;\npub(crate) use one::One;\nuse three::Three;",
        ),
        file("a/one.rs", "use super::two::Two;"),
        file("a/two.rs", "use crate::a::One;"),
        file("a/three.rs", "use super::One;"),
    ]);

    assert_eq!(
        circles(&modules),
        ["a/one.rs needs a/two.rs", "a/two.rs needs a/one.rs"]
    );
}
