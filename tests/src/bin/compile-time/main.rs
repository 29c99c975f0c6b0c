//! What the macros cost the compiler: one application of 200 handlers over 100 payload types, written for this library,
//! as axum routes, and as socketioxide closures. `cargo run -p tests --bin compile-time`, on Linux.

mod app;
mod measure;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use app::App;
use measure::{Cost, median};

/// Each cost is the median of so many runs; the applications take turns.
const ROUNDS: usize = 7;

fn main() {
    let root = env::args_os().nth(1).map_or_else(
        || env::temp_dir().join("socketio-compile-time"),
        PathBuf::from,
    );
    write(&root);

    let mut checked = vec![Vec::new(); App::ALL.len()];
    let mut touched = vec![Vec::new(); App::ALL.len()];
    for app in App::ALL {
        measure::check(&root, app.name()); // the dependencies
    }
    for round in 0..ROUNDS {
        for (index, app) in App::ALL.into_iter().enumerate() {
            measure::forget(&root, app.name());
            checked[index].push(measure::check(&root, app.name()));
            touch(&root, app, round);
            touched[index].push(measure::check(&root, app.name()));
        }
    }

    println!("| CPU seconds (wall) of `cargo check` | all of it | after a change in one handler |");
    println!("|---|---|---|");
    for (index, app) in App::ALL.into_iter().enumerate() {
        let (all, one): (Cost, Cost) = (median(&checked[index]), median(&touched[index]));
        println!("| {} | {all} | {one} |", app.title());
    }
}

/// Writes a workspace with the three applications.
fn write(root: &Path) {
    let members: Vec<String> = App::ALL
        .iter()
        .map(|app| format!("{:?}", app.name()))
        .collect();
    put(
        &root.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
            members.join(", ")
        ),
    );
    for app in App::ALL {
        let folder = root.join(app.name());
        put(&folder.join("Cargo.toml"), &app.manifest());
        put(&folder.join("src/main.rs"), &app.main());
        put(&folder.join("src/payload.rs"), &app::payloads());
        for module in 0..app::MODULES {
            put(
                &folder.join(format!("src/part{module}.rs")),
                &app.module(module, 0),
            );
        }
    }
}

/// Changes a number in the body of one handler.
fn touch(root: &Path, app: App, round: usize) {
    put(
        &root.join(app.name()).join("src/part3.rs"),
        &app.module(3, round + 1),
    );
}

fn put(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("a file is in a folder"))
        .expect("the folder can be made");
    fs::write(file, text).expect("the file can be written");
}
