//! User instructions per echo and per delivery, counted by valgrind.
//!
//! Each count is the slope between two run lengths, so that start, connecting and end cancel out.
//! Noise of the machine hardly reaches it; what remains is how many events a wake-up finds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use crate::cores::Cores;
use crate::figure::{Figure, Goal, Unit};
use crate::meter::Meter;
use crate::options::Options;
use crate::process::Process;
use crate::recipe::Server;
use crate::report::Report;
use crate::scenario::{Echo, Fanout, echo};

/// What is counted.
#[derive(Clone, Copy, Debug)]
enum Work {
    Echo(Echo),
    Delivery(Fanout),
}

/// One line of the table.
struct Count {
    line: &'static str,
    work: Work,
    /// The two run lengths: echoes of each client, or broadcasts.
    lengths: [u64; 2],
    goal: Option<Goal>,
}

const COUNTS: [Count; 4] = [
    Count {
        line: "echo of 32 B, 1 outstanding",
        work: echo(32, 1),
        lengths: [100, 300],
        goal: Some(Goal::AtMost(3500.0)),
    },
    Count {
        line: "echo of 32 B, 16 outstanding",
        work: echo(32, 16),
        lengths: [320, 960],
        goal: Some(Goal::AtMost(2000.0)),
    },
    Count {
        line: "echo of 1 KiB, 16 outstanding",
        work: echo(1024, 16),
        lengths: [320, 960],
        goal: None,
    },
    Count {
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
];

const fn echo(bytes: usize, window: usize) -> Work {
    Work::Echo(Echo {
        bytes,
        window,
        goal: None,
    })
}

/// Counts on every server that is machine code, and prints the table.
pub(crate) async fn run(servers: &[Server], options: &Options) -> io::Result<bool> {
    let cores = Cores::split(options.cores)?;
    let folder = std::env::temp_dir().join(format!("load-callgrind-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let native: Vec<&Server> = servers
        .iter()
        .filter(|server| server.recipe.is_native())
        .collect();
    let mut report = Report::new(native.iter().map(|server| server.recipe).collect());
    let mut result = Ok(true);
    for server in native {
        for count in &COUNTS {
            eprintln!("{}: {}", server.recipe.name(), count.line);
            match count.slope(server, &cores, &folder).await {
                Ok(slope) => {
                    let figure =
                        Figure::new(count.line, Unit::Instructions, slope).goal(count.goal);
                    report.add(server.recipe, 0, vec![figure]);
                }
                Err(error) => {
                    eprintln!("failed: {error}");
                    result = Ok(false);
                }
            }
        }
    }
    fs::remove_dir_all(&folder)?;
    report.print();
    result
}

impl Count {
    /// Instructions for each unit of work.
    async fn slope(&self, server: &Server, cores: &Cores, folder: &Path) -> io::Result<f64> {
        let mut totals = [0.0; 2];
        for (total, length) in totals.iter_mut().zip(self.lengths) {
            let (process, file) = start(server, cores, folder)?;
            self.work.run(&process, length).await?;
            process.terminate()?;
            *total = collected(&file)? as f64;
        }
        let [few, many] = totals;
        let [short, long] = self.lengths;
        Ok((many - few) / ((long - short) * self.work.units()) as f64)
    }
}

impl Work {
    /// Units of work for each step of the run length.
    fn units(self) -> u64 {
        match self {
            Self::Echo(_) => echo::CLIENTS as u64,
            Self::Delivery(fanout) => fanout.members as u64,
        }
    }

    async fn run(self, server: &Process, length: u64) -> io::Result<()> {
        let meter = Rc::new(Meter::default());
        match self {
            Self::Echo(echo) => {
                let mut crew = echo.crew(server.address, length, &meter).await?;
                crew.finish().await
            }
            Self::Delivery(fanout) => {
                let (mut crew, senders) = fanout.crew(server.address, length, &meter).await?;
                for sender in senders {
                    crew.run_until(sender).await??;
                }
                Ok(())
            }
        }
    }
}

/// The server under valgrind, and the file it will write when it ends.
fn start(server: &Server, cores: &Cores, folder: &Path) -> io::Result<(Process, PathBuf)> {
    let file = folder.join("callgrind.out");
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--quiet"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(format!(
            "--log-file={}",
            folder.join("valgrind.log").display()
        ));
    Ok((server.start_under(command, cores)?, file))
}

/// The sum at the end of a callgrind file.
fn collected(file: &Path) -> io::Result<u64> {
    let text = fs::read_to_string(file)?;
    text.lines()
        .rev()
        .find_map(|line| {
            line.strip_prefix("totals:")
                .or(line.strip_prefix("summary:"))
        })
        .and_then(|total| total.trim().parse().ok())
        .ok_or_else(|| io::Error::other("callgrind wrote no total"))
}
