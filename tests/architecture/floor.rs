//! Between the floors: each part of the crate imports parts of lower floors, and of its own.

use std::{collections::BTreeMap, fs, path::Path};

use super::{CHAPTER, SOCKETIO, source::Modules};

/// The crate's face, and what only hands names on or documents.
const ROOF: [&str; 5] = ["lib", "tests", "__private", "guide", "macros"];

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

#[test]
fn imports_go_downward_only() {
    let floors = floors();
    let modules = Modules::read(Path::new(SOCKETIO));
    let (mut climbing, mut seen) = (Vec::new(), 0);
    for (name, module) in &modules.0 {
        let Some(floor) = name.first().and_then(|part| floors.get(part)) else {
            continue;
        };
        seen += 1;
        for path in &module.paths {
            // A name of the crate's face is above all floors.
            let above = path.first().and_then(|part| floors.get(part));
            if above.is_none_or(|above| above > floor) {
                climbing.push(format!(
                    "{} climbs to `crate::{}`",
                    module.file.display(),
                    path.join("::")
                ));
            }
        }
    }

    assert!(seen > 100, "only {seen} files were found");
    assert!(climbing.is_empty(), "{climbing:#?}");
}

#[test]
fn every_part_has_its_floor() {
    let floors = floors();
    let mut homeless = Vec::new();
    for entry in fs::read_dir(SOCKETIO).unwrap() {
        let path = entry.unwrap().path();
        let part = path.file_stem().unwrap().to_str().unwrap();
        if !floors.contains_key(part) && !ROOF.contains(&part) {
            homeless.push(part.to_owned());
        }
    }

    assert!(homeless.is_empty(), "{homeless:?}");
}
