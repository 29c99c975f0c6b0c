//! What the clients count while they run, and one measurement over it.

use std::cell::{Cell, RefCell};
use std::io;
use std::time::{Duration, Instant};

use crate::crew::Crew;
use crate::figure::{Figure, Goal, Unit};
use crate::histogram::Histogram;
use crate::process::{self, Process};

/// How long a measurement takes, and what precedes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    pub(crate) warmup: Duration,
    pub(crate) window: Duration,
}

/// Shared by all clients of one scenario.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    units: Cell<u64>,
    disorder: Cell<u64>,
    latency: RefCell<Histogram>,
}

/// What one measurement found.
#[derive(Debug)]
pub(crate) struct Window {
    units: u64,
    cpu: Duration,
    /// What the load itself took.
    own: Duration,
    time: Duration,
    disorder: u64,
}

impl Meter {
    /// One echo or delivery. `in_order` says whether it followed its predecessor.
    pub(crate) fn count(&self, latency: Duration, in_order: bool) {
        self.units.set(self.units.get() + 1);
        if !in_order {
            self.disorder.set(self.disorder.get() + 1);
        }
        self.latency.borrow_mut().record(latency);
    }

    /// The median and the tail of what was measured last.
    pub(crate) fn latencies(&self, line: &str) -> [Figure; 3] {
        [("p50", 0.5), ("p99", 0.99), ("p999", 0.999)].map(|(name, share)| {
            let latency = self.latency.borrow().quantile(share);
            Figure::new(
                format!("{line}: {name}"),
                Unit::Millis,
                latency.as_secs_f64() * 1e3,
            )
        })
    }

    /// Lets the crew warm up, then work, and says what the work cost.
    pub(crate) async fn watch(
        &self,
        server: &Process,
        crew: &mut Crew,
        pace: Pace,
    ) -> io::Result<Window> {
        crew.run_for(pace.warmup).await?;
        self.latency.borrow_mut().clear();
        let (units, disorder) = (self.units.get(), self.disorder.get());
        let load = std::process::id();
        let (cpu, own, start) = (server.cpu()?, process::cpu(load)?, Instant::now());
        crew.run_for(pace.window).await?;
        let window = Window {
            units: self.units.get() - units,
            cpu: server.cpu()? - cpu,
            own: process::cpu(load)? - own,
            time: start.elapsed(),
            disorder: self.disorder.get() - disorder,
        };
        if window.units == 0 {
            return Err(io::Error::other("nothing came back"));
        }
        Ok(window)
    }
}

impl Window {
    /// Server time per unit.
    pub(crate) fn cost(&self, line: &str) -> Figure {
        Figure::micros(line, self.cpu, self.units)
    }

    /// Units per second.
    pub(crate) fn rate(&self, line: &str) -> Figure {
        Figure::new(
            line,
            Unit::Rate,
            self.units as f64 / self.time.as_secs_f64() / 1000.0,
        )
    }

    /// How many cores the server kept busy, and the load: which of them was the bottleneck.
    pub(crate) fn cores(&self, line: &str) -> [Figure; 2] {
        [("server", self.cpu), ("load", self.own)].map(|(name, cpu)| {
            let cores = cpu.as_secs_f64() / self.time.as_secs_f64();
            Figure::new(format!("{line}: {name}"), Unit::Cores, cores)
        })
    }

    /// Share of deliveries that came out of order. There is one goal for it: none.
    pub(crate) fn disorder(&self, line: &str) -> Figure {
        let share = 100.0 * self.disorder as f64 / self.units as f64;
        Figure::new(line, Unit::Disorder, share).goal(Goal::AtMost(0.0))
    }
}
