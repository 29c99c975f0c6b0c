//! Interleaved repeats: each round measures every row on every server, in turning order.

use std::io;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use crate::contract;
use crate::cores::Cores;
use crate::figure::Figure;
use crate::machine;
use crate::meter::Pace;
use crate::options::Options;
use crate::recipe::Server;
use crate::report::Report;
use crate::scenario::{Bench, ROWS, Row};

/// Descriptors a process needs besides its connections.
const SPARE_DESCRIPTORS: usize = 200;
/// No sample takes that long.
const PATIENCE: Duration = Duration::from_secs(300);

/// Measures, and prints the tables. `false` if a sample failed.
pub(crate) async fn run(
    servers: &[Server],
    options: &Options,
    descriptors: usize,
) -> io::Result<bool> {
    let cores = Cores::split(options.cores)?;
    let pace = Pace {
        warmup: options.warmup,
        window: options.window,
    };
    for server in servers {
        let process = server.start(&[], &cores)?;
        let checked = timeout(PATIENCE / 10, contract::check(process.address)).await;
        checked
            .map_err(io::Error::from)
            .flatten()
            .map_err(|error| {
                io::Error::other(format!(
                    "{} breaks the contract: {error}",
                    server.recipe.name()
                ))
            })?;
    }
    let quiet = machine::load_average();
    let mut report = Report::new(servers.iter().map(|server| server.recipe).collect());
    let mut complete = true;
    let start = Instant::now();
    for round in 0..options.rounds {
        eprintln!(
            "round {} of {}, {:.0?} gone",
            round + 1,
            options.rounds,
            start.elapsed()
        );
        for row in ROWS.iter().filter(|row| options.wants(row.key)) {
            if row.scenario.connections() + SPARE_DESCRIPTORS > descriptors {
                eprintln!(
                    "left out: {}: needs more open files, see `ulimit -n`",
                    row.key
                );
                continue;
            }
            for turn in 0..servers.len() {
                let server = &servers[(turn + round) % servers.len()];
                let recipe = server.recipe;
                if !row.scenario.suits(recipe) {
                    continue;
                }
                match timeout(PATIENCE, sample(server, row, &cores, pace)).await {
                    Ok(Ok(figures)) => report.add(recipe, round, figures),
                    failed => {
                        complete = false;
                        let error = failed
                            .map_err(io::Error::from)
                            .flatten()
                            .expect_err("not Ok");
                        eprintln!("failed: {} on {}: {error}", row.key, recipe.name());
                    }
                }
            }
        }
    }
    println!(
        "{}. Load average: {quiet} before, {} after.",
        machine::describe(),
        machine::load_average()
    );
    println!(
        "Medians (least–most) of {} rounds, {} core(s) for the server{}.",
        options.rounds,
        options.cores,
        if cores.shared {
            ", shared with the load"
        } else {
            ""
        }
    );
    report.print();
    Ok(complete)
}

/// One row on a fresh server.
async fn sample(server: &Server, row: &Row, cores: &Cores, pace: Pace) -> io::Result<Vec<Figure>> {
    let process = server.start(&row.scenario.arguments(), cores)?;
    row.scenario
        .run(&Bench {
            server: &process,
            pace,
        })
        .await
}
