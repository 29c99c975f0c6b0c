//! Table: medians, and how they relate to those of the others, as Markdown.

use std::fmt;

use crate::{app::App, check::Cost};

/// What one application cost, round by round.
pub(crate) struct Row {
    name: &'static str,
    /// From nothing.
    pub(crate) whole: Vec<Cost>,
    /// After one handler was edited.
    pub(crate) again: Vec<Cost>,
}

impl Row {
    pub(crate) fn new(app: &App) -> Self {
        Self {
            name: app.name,
            whole: Vec::new(),
            again: Vec::new(),
        }
    }
}

/// One row per application; the first one's is compared with the others'.
pub(crate) struct Table {
    pub(crate) rounds: usize,
    pub(crate) rows: Vec<Row>,
}

/// A column: its heading, and what of a row is in it.
type Column = (&'static str, fn(&Row) -> Vec<f64>);

const COLUMNS: [Column; 4] = [
    ("`cargo check`", |row| wall(&row.whole)),
    ("its processor time", |row| cpu(&row.whole)),
    ("after an edit", |row| wall(&row.again)),
    ("its processor time", |row| cpu(&row.again)),
];

fn wall(costs: &[Cost]) -> Vec<f64> {
    costs.iter().map(|cost| cost.wall).collect()
}

fn cpu(costs: &[Cost]) -> Vec<f64> {
    costs.iter().map(|cost| cost.cpu).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How many times as long the first took as the other, which was measured beside it.
fn ratio(first: &[f64], other: &[f64]) -> f64 {
    median(first.iter().zip(other).map(|(a, b)| a / b).collect())
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Medians of {} rounds, in milliseconds.\n", self.rounds)?;
        write!(f, "| |")?;
        COLUMNS
            .iter()
            .try_for_each(|(heading, _)| write!(f, " {heading} |"))?;
        writeln!(f, "\n|---|{}", "---|".repeat(COLUMNS.len()))?;
        for row in &self.rows {
            write!(f, "| {} |", row.name)?;
            for (_, of) in COLUMNS {
                write!(f, " {:.0} |", median(of(row)))?;
            }
            writeln!(f)?;
        }
        let Some((first, others)) = self.rows.split_first() else {
            return Ok(());
        };
        for other in others {
            write!(f, "| {} / {} |", first.name, other.name)?;
            for (_, of) in COLUMNS {
                write!(f, " {:.2} |", ratio(&of(first), &of(other)))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
