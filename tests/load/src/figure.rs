//! One measured number, and what it is compared with.

use std::time::Duration;

/// What a number counts. Each unit has a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Server CPU time, in microseconds for each unit of work.
    Micros,
    /// Resident bytes.
    Bytes,
    /// Latency.
    Millis,
    /// Deliveries that did not follow their predecessor, in percent of all.
    Disorder,
    /// Thousands of units in a second.
    Rate,
    /// How many cores were at work.
    Cores,
    /// User instructions for each unit of work.
    Instructions,
    /// Calls into the kernel for each unit of work.
    SystemCalls,
}

impl Unit {
    pub(crate) const ALL: [Self; 8] = [
        Self::Micros,
        Self::Bytes,
        Self::Millis,
        Self::Disorder,
        Self::Rate,
        Self::Cores,
        Self::Instructions,
        Self::SystemCalls,
    ];

    /// The heading of its table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Micros => "Server CPU µs per unit",
            Self::Bytes => "Resident bytes",
            Self::Millis => "Latency, ms",
            Self::Disorder => "Out of order, % of deliveries",
            Self::Rate => "Thousand units per second",
            Self::Cores => "Cores at work",
            Self::Instructions => "User instructions per unit",
            Self::SystemCalls => "System calls per unit",
        }
    }
}

/// What a figure should not exceed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// So many times the limit server's figure.
    OfLimit(f64),
    /// So many times socketioxide's figure.
    OfSocketioxide(f64),
    /// This number.
    AtMost(f64),
}

/// One number of one sample.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) line: String,
    pub(crate) unit: Unit,
    pub(crate) value: f64,
    pub(crate) goal: Option<Goal>,
}

impl Figure {
    pub(crate) fn new(line: impl Into<String>, unit: Unit, value: f64) -> Self {
        Self {
            line: line.into(),
            unit,
            value,
            goal: None,
        }
    }

    /// Server time divided by what it was spent on.
    pub(crate) fn micros(line: impl Into<String>, cpu: Duration, units: u64) -> Self {
        Self::new(line, Unit::Micros, cpu.as_secs_f64() * 1e6 / units as f64)
    }

    /// How many bytes each of `count` added between two looks.
    pub(crate) fn bytes(line: impl Into<String>, before: u64, after: u64, count: usize) -> Self {
        Self::new(
            line,
            Unit::Bytes,
            (after as f64 - before as f64) / count as f64,
        )
    }

    pub(crate) fn goal(mut self, goal: impl Into<Option<Goal>>) -> Self {
        self.goal = goal.into();
        self
    }
}
