//! Counts instead of times: user instructions by valgrind, system calls by strace, for each unit of work.
//!
//! Each count is the slope between two run lengths, so that start, connecting and end cancel out.
//! Noise of the machine hardly reaches it; what remains is how many events a wake-up finds.

mod tool;
mod work;

use std::fs;
use std::io;
use std::path::Path;

pub(crate) use self::tool::Tool;
use self::work::Work;
use crate::cores::Cores;
use crate::figure::{Figure, Goal};
use crate::machine;
use crate::options::Options;
use crate::recipe::Server;
use crate::report::Report;
use crate::scenario::{Echo, Fanout};
use crate::wire::Dialect;

/// One line of the table.
struct Count {
    /// The row that measures the time of the same work.
    key: &'static str,
    line: &'static str,
    work: Work,
    /// The two run lengths; see [`Work::run`].
    lengths: [u64; 2],
    /// For the instructions.
    goal: Option<Goal>,
}

const COUNTS: [Count; 7] = [
    Count {
        key: "echo-32-1",
        line: "echo of 32 B, 1 outstanding",
        work: echo(32, 1),
        lengths: [100, 300],
        goal: Some(Goal::AtMost(3500.0)),
    },
    Count {
        key: "echo-32-16",
        line: "echo of 32 B, 16 outstanding",
        work: echo(32, 16),
        lengths: [320, 960],
        goal: Some(Goal::AtMost(2000.0)),
    },
    Count {
        key: "echo-1k-16",
        line: "echo of 1 KiB, 16 outstanding",
        work: echo(1024, 16),
        lengths: [320, 960],
        goal: None,
    },
    Count {
        key: "fanout-1",
        line: "delivery to 1000",
        work: Work::Delivery(Fanout {
            members: 1000,
            senders: 1,
            window: 1,
            goal: None,
        }),
        lengths: [20, 60],
        goal: Some(Goal::AtMost(400.0)),
    },
    Count {
        key: "connect",
        line: "connect",
        work: Work::Connect,
        lengths: [500, 1500],
        goal: None,
    },
    Count {
        key: "cycle",
        line: "connect, echo, disconnect",
        work: Work::Cycle,
        lengths: [500, 1500],
        goal: None,
    },
    Count {
        key: "polling",
        line: "polling round trip (POST and GET)",
        work: Work::Polling,
        lengths: [30, 90],
        goal: None,
    },
];

const fn echo(bytes: usize, window: usize) -> Work {
    Work::Echo(Echo {
        bytes,
        window,
        goal: None,
        dialect: Dialect::Json,
    })
}

/// Counts on every server that the tool can watch, and prints the table. `false` if a count failed.
pub(crate) async fn run(tool: Tool, servers: &[Server], options: &Options) -> io::Result<bool> {
    let cores = Cores::split(options.cores)?;
    let folder = std::env::temp_dir().join(format!("load-counts-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let native: Vec<&Server> = servers
        .iter()
        .filter(|server| server.recipe.is_native())
        .collect();
    let mut report = Report::new(native.iter().map(|server| server.recipe).collect());
    let mut complete = true;
    for server in native {
        let wanted = |count: &&Count| options.wants(count.key) && count.work.suits(server.recipe);
        for count in COUNTS.iter().filter(wanted) {
            eprintln!("{}: {}", server.recipe.name(), count.line);
            match count.slope(tool, server, &cores, &folder).await {
                Ok(slope) => {
                    let goal = count.goal.filter(|_| tool == Tool::Callgrind);
                    let figure = Figure::new(count.line, tool.unit(), slope).goal(goal);
                    report.add(server.recipe, 0, vec![figure]);
                }
                Err(error) => {
                    eprintln!("failed: {error}");
                    complete = false;
                }
            }
        }
    }
    fs::remove_dir_all(&folder)?;
    println!("{}.", machine::describe());
    report.print();
    Ok(complete)
}

impl Count {
    /// What the tool counts, for each unit of work.
    async fn slope(
        &self,
        tool: Tool,
        server: &Server,
        cores: &Cores,
        folder: &Path,
    ) -> io::Result<f64> {
        let mut totals = [0.0; 2];
        for (total, length) in totals.iter_mut().zip(self.lengths) {
            let watched = tool.start(server, cores, folder)?;
            // Whoever is still connected stays so until the count is taken.
            let _crew = self.work.run(watched.process.address, length).await?;
            *total = watched.count()? as f64;
        }
        let [few, many] = totals;
        let [short, long] = self.lengths;
        Ok((many - few) / ((long - short) * self.work.units()) as f64)
    }
}
