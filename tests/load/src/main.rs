//! The load test: builds servers of one contract, runs them in turn, and prints what each costs.
//!
//! `cargo run --release -p load -- --help` lists what can be chosen; the README says what is measured.

mod campaign;
mod contract;
mod cores;
mod counts;
mod crew;
mod figure;
mod histogram;
mod machine;
mod meter;
mod options;
mod process;
mod recipe;
mod report;
mod scenario;
mod wire;

use std::process::ExitCode;

use tokio::runtime::{Builder, LocalOptions};

use options::{Mode, Options};

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(text) => {
            eprintln!("{text}");
            return ExitCode::from(2);
        }
    };
    match start(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("load: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `false` if something could not be measured.
fn start(options: &Options) -> std::io::Result<bool> {
    if options.mode == Mode::List {
        report::list();
        return Ok(true);
    }
    let servers = recipe::build(&options.servers)?;
    let descriptors = process::raise_descriptor_limit();
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build_local(LocalOptions::default())?;
    runtime.block_on(async {
        match options.mode {
            Mode::Count(tool) => counts::run(tool, &servers, options).await,
            Mode::Campaign | Mode::List => campaign::run(&servers, options, descriptors).await,
        }
    })
}
