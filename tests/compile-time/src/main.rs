//! Measures `cargo check` of one application, written for this library and for others: from nothing, and after one
//! handler was edited. Prints the table in the documentation of `socketio-macros`.
//!
//! `cargo run -p compile-time` takes some minutes; `-- ROUNDS` makes it longer or shorter. Needs Linux.

mod app;
mod check;
mod table;
mod workspace;

use std::{
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use app::APPS;
use check::Cost;
use table::{Row, Table};
use workspace::Workspace;

/// Odd, so that a median is a measurement.
const ROUNDS: usize = 15;

fn main() -> ExitCode {
    let rounds = match std::env::args().nth(1).map(|text| text.parse()) {
        None => ROUNDS,
        Some(Ok(rounds)) if rounds > 0 => rounds,
        Some(_) => {
            eprintln!("usage: compile-time [ROUNDS]");
            return ExitCode::from(2);
        }
    };
    match measure(rounds) {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("compile-time: {error}");
            ExitCode::FAILURE
        }
    }
}

/// In each round every application once, in turning order: what else the machine does meets them all.
fn measure(rounds: usize) -> io::Result<Table> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workspace = Workspace::create(&root.canonicalize()?)?;
    eprintln!("building the dependencies");
    for app in &APPS {
        workspace.check(app)?;
    }
    let mut rows: Vec<Row> = APPS.iter().map(Row::new).collect();
    for round in 0..rounds {
        for turn in 0..APPS.len() {
            let index = (round + turn) % APPS.len();
            let (app, row) = (&APPS[index], &mut rows[index]);
            workspace.forget(app)?;
            row.whole.push(Cost::of(|| workspace.check(app))?);
            workspace.edit(app, round)?;
            row.again.push(Cost::of(|| workspace.check(app))?);
        }
        eprint!("\rround {} of {rounds}", round + 1);
        io::stderr().flush()?;
    }
    eprintln!();
    Ok(Table { rounds, rows })
}
