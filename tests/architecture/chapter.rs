//! The files and folders that the architecture chapter names: each exists.

use std::{fs, path::Path};

use super::{CHAPTER, SOCKETIO};

/// Where a path in the chapter may begin: in the library, in its package, or in the repository.
const ROOTS: [&str; 3] = ["", "/..", "/../.."];

/// The paths between backticks: `packet/codec.rs`, `engine/peer`. Paths of a URL begin with a slash.
fn paths(chapter: &str) -> Vec<&str> {
    let quoted = chapter.split('`').skip(1).step_by(2);
    quoted
        .filter(|text| text.ends_with(".rs") && *text != "mod.rs" || text.contains('/'))
        .filter(|text| {
            let mut bytes = text.bytes();
            !text.starts_with('/')
                && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte))
        })
        .collect()
}

#[test]
fn every_file_that_the_chapter_names_exists() {
    let chapter = fs::read_to_string(CHAPTER).unwrap();
    let paths = paths(&chapter);

    let missing: Vec<_> = paths
        .iter()
        .filter(|path| {
            let mut roots = ROOTS.iter();
            !roots.any(|root| Path::new(&format!("{SOCKETIO}{root}/{path}")).exists())
        })
        .collect();

    assert!(paths.len() > 60, "only {} were found", paths.len());
    assert!(missing.is_empty(), "{missing:#?}");
}
