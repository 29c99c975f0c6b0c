//! The rows of the table: what is done to a server, and what is measured meanwhile.

mod churn;
pub(crate) mod connect;
mod crowd;
pub(crate) mod echo;
mod fanout;
mod memory;
pub(crate) mod polling;

use std::io;

pub(crate) use echo::Echo;
pub(crate) use fanout::Fanout;

use crate::figure::{Figure, Goal};
use crate::meter::Pace;
use crate::process::Process;
use crate::recipe::Recipe;
use crate::wire::Dialect;

/// A server under load, and for how long.
#[derive(Debug)]
pub(crate) struct Bench<'a> {
    pub(crate) server: &'a Process,
    pub(crate) pace: Pace,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    /// What the command line calls it.
    pub(crate) key: &'static str,
    pub(crate) scenario: Scenario,
}

/// What a row does.
#[derive(Debug)]
pub(crate) enum Scenario {
    Echo(Echo),
    Fanout(Fanout),
    /// Connections opened and kept.
    Connect,
    /// Connections opened, used once and closed.
    Cycle,
    /// Round trips over HTTP long-polling.
    Polling,
    /// What idle connections hold, and what remains of them.
    Memory,
    /// Echoes with and without idle neighbours.
    Crowd,
    /// Rooms joined and left.
    Churn,
    /// Echoes of a server with that many handlers.
    Handlers(usize),
    /// Echoes of a server that recovers clients.
    RecoverableEcho(Echo),
    /// Broadcasts of such a server, which are recorded and have an offset.
    RecordedFanout(Fanout),
}

/// Every row, in the order of the table.
pub(crate) const ROWS: &[Row] = &[
    echo("echo-32-1", 32, 1, Some(Goal::OfLimit(1.13))),
    echo("echo-32-16", 32, 16, Some(Goal::OfLimit(2.1))),
    echo("echo-1k-1", 1024, 1, Some(Goal::OfLimit(1.24))),
    echo("echo-1k-16", 1024, 16, Some(Goal::OfLimit(2.4))),
    fanout("fanout-1", 1000, 1, Some(Goal::OfLimit(1.1))),
    fanout("fanout-4", 1000, 4, Some(Goal::OfLimit(1.16))),
    Row {
        key: "connect",
        scenario: Scenario::Connect,
    },
    Row {
        key: "cycle",
        scenario: Scenario::Cycle,
    },
    Row {
        key: "polling",
        scenario: Scenario::Polling,
    },
    Row {
        key: "memory",
        scenario: Scenario::Memory,
    },
    fanout("growth-fanout-100", 100, 1, None),
    fanout("growth-fanout-10000", 10_000, 1, None),
    fanout("growth-fanout-100000", 100_000, 1, None),
    Row {
        key: "growth-crowd",
        scenario: Scenario::Crowd,
    },
    Row {
        key: "growth-churn",
        scenario: Scenario::Churn,
    },
    Row {
        key: "growth-handlers",
        scenario: Scenario::Handlers(1000),
    },
    Row {
        key: "fanout-senders",
        scenario: Scenario::Fanout(Fanout {
            members: 1000,
            senders: 8,
            window: 1,
            goal: None,
        }),
    },
    Row {
        key: "recovery-echo",
        scenario: Scenario::RecoverableEcho(Echo {
            bytes: 32,
            window: 16,
            goal: None,
            dialect: Dialect::Json,
        }),
    },
    Row {
        key: "recovery-fanout",
        scenario: Scenario::RecordedFanout(Fanout {
            members: 1000,
            senders: 1,
            window: 1,
            goal: None,
        }),
    },
    echo_in(Dialect::MessagePack, "msgpack-32-16", 32),
    echo_in(Dialect::MessagePack, "msgpack-1k-16", 1024),
    echo_in(Dialect::Deflated, "deflate-1k-16", 1024),
    echo_in(Dialect::Version2, "version2-32-16", 32),
];

/// Echoes in another form of packets, sixteen outstanding.
const fn echo_in(dialect: Dialect, key: &'static str, bytes: usize) -> Row {
    Row {
        key,
        scenario: Scenario::Echo(Echo {
            bytes,
            window: 16,
            goal: None,
            dialect,
        }),
    }
}

const fn echo(key: &'static str, bytes: usize, window: usize, goal: Option<Goal>) -> Row {
    Row {
        key,
        scenario: Scenario::Echo(Echo {
            bytes,
            window,
            goal,
            dialect: Dialect::Json,
        }),
    }
}

const fn fanout(key: &'static str, members: usize, window: usize, goal: Option<Goal>) -> Row {
    Row {
        key,
        scenario: Scenario::Fanout(Fanout {
            members,
            senders: 1,
            window,
            goal,
        }),
    }
}

impl Scenario {
    /// Whether that server can do it at all.
    pub(crate) fn suits(&self, recipe: Recipe) -> bool {
        match self {
            Self::Polling => recipe.polls(),
            Self::Handlers(_) => recipe.is_library(),
            Self::RecoverableEcho(_) | Self::RecordedFanout(_) => recipe.recovers(),
            Self::Echo(echo) => echo.dialect == Dialect::Json || recipe.speaks_all(),
            _ => true,
        }
    }

    /// What the server must be told before its port.
    pub(crate) fn arguments(&self) -> Vec<String> {
        match self {
            Self::Handlers(count) => vec!["--handlers".to_owned(), count.to_string()],
            Self::RecoverableEcho(_) | Self::RecordedFanout(_) => vec!["--recovery".to_owned()],
            Self::Echo(echo) => echo
                .dialect
                .argument()
                .map(str::to_owned)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Connections that are open at once.
    pub(crate) fn connections(&self) -> usize {
        match self {
            Self::Fanout(fanout) | Self::RecordedFanout(fanout) => fanout.members,
            Self::Connect => connect::COUNT,
            Self::Memory => memory::COUNT,
            Self::Crowd => crowd::COUNT,
            Self::Echo(_)
            | Self::RecoverableEcho(_)
            | Self::Cycle
            | Self::Polling
            | Self::Churn
            | Self::Handlers(_) => 100,
        }
    }

    /// Does it once, to a server just started.
    pub(crate) async fn run(&self, bench: &Bench<'_>) -> io::Result<Vec<Figure>> {
        match self {
            Self::Echo(echo) => echo.run(bench, "").await,
            Self::Fanout(fanout) => fanout.run(bench, "").await,
            Self::RecoverableEcho(echo) => echo.run(bench, ", recoverable").await,
            Self::RecordedFanout(fanout) => fanout.run(bench, ", recorded").await,
            Self::Connect => connect::connect(bench).await,
            Self::Cycle => connect::cycle(bench).await,
            Self::Polling => polling::run(bench).await,
            Self::Memory => memory::run(bench).await,
            Self::Crowd => crowd::run(bench).await,
            Self::Churn => churn::run(bench).await,
            Self::Handlers(count) => {
                let beside = format!(", {count} handlers");
                Echo {
                    bytes: 32,
                    window: 16,
                    goal: None,
                    dialect: Dialect::Json,
                }
                .run(bench, &beside)
                .await
            }
        }
    }
}
