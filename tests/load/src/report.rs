//! Gathers figures and prints them as tables: medians, spreads, ratios, goals.

use crate::figure::{Figure, Goal, Unit};
use crate::recipe::Recipe;
use crate::scenario::ROWS;

/// All figures of all servers. The first server is the one that is judged.
#[derive(Debug)]
pub(crate) struct Report {
    servers: Vec<Recipe>,
    lines: Vec<Line>,
}

/// One line of a table.
#[derive(Debug)]
struct Line {
    name: String,
    unit: Unit,
    goal: Option<Goal>,
    samples: Vec<Sample>,
}

#[derive(Debug)]
struct Sample {
    server: Recipe,
    round: usize,
    value: f64,
}

impl Report {
    pub(crate) fn new(servers: Vec<Recipe>) -> Self {
        Self {
            servers,
            lines: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, server: Recipe, round: usize, figures: Vec<Figure>) {
        for figure in figures {
            let sample = Sample {
                server,
                round,
                value: figure.value,
            };
            let known = self
                .lines
                .iter_mut()
                .find(|line| line.name == figure.line && line.unit == figure.unit);
            match known {
                Some(line) => line.samples.push(sample),
                None => self.lines.push(Line {
                    name: figure.line,
                    unit: figure.unit,
                    goal: figure.goal,
                    samples: vec![sample],
                }),
            }
        }
    }

    pub(crate) fn print(&self) {
        for unit in Unit::ALL {
            let lines: Vec<&Line> = self.lines.iter().filter(|line| line.unit == unit).collect();
            if !lines.is_empty() {
                self.print_table(unit, &lines);
            }
        }
    }

    fn print_table(&self, unit: Unit, lines: &[&Line]) {
        let subject = self.servers[0];
        let bases: Vec<Recipe> = [Recipe::Limit, Recipe::Socketioxide]
            .into_iter()
            .filter(|base| *base != subject && self.servers.contains(base))
            .collect();
        let mut head = vec![unit.title().to_owned()];
        head.extend(self.servers.iter().map(|server| server.name().to_owned()));
        head.extend(
            bases
                .iter()
                .map(|base| format!("{} / {}", subject.name(), base.name())),
        );
        head.push("goal".to_owned());
        let mut rows = vec![head];
        for line in lines {
            let mut row = vec![line.name.clone()];
            row.extend(self.servers.iter().map(|&server| line.cell(server)));
            row.extend(bases.iter().map(|&base| {
                line.ratio(subject, base)
                    .map_or_else(String::new, |ratio| format!("{ratio:.2}"))
            }));
            row.push(line.judge(subject));
            rows.push(row);
        }
        println!();
        print_aligned(&rows);
    }
}

impl Line {
    fn values(&self, server: Recipe) -> Vec<f64> {
        let of_server = self.samples.iter().filter(|sample| sample.server == server);
        of_server.map(|sample| sample.value).collect()
    }

    /// The median and, behind it, the spread.
    fn cell(&self, server: Recipe) -> String {
        let values = self.values(server);
        let Some(middle) = median(values.clone()) else {
            return "-".to_owned();
        };
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if values.len() == 1 || least == most {
            return plain(middle);
        }
        format!("{} ({}–{})", plain(middle), plain(least), plain(most))
    }

    /// The median of the ratios within each round, which a drift of the machine does not touch.
    fn ratio(&self, subject: Recipe, base: Recipe) -> Option<f64> {
        let ratios = self
            .samples
            .iter()
            .filter(|sample| sample.server == subject)
            .filter_map(|ours| {
                let theirs = self
                    .samples
                    .iter()
                    .find(|sample| sample.server == base && sample.round == ours.round)?;
                (theirs.value > 0.0).then_some(ours.value / theirs.value)
            });
        median(ratios.collect())
    }

    fn judge(&self, subject: Recipe) -> String {
        let (value, most, of) = match self.goal {
            None => return String::new(),
            Some(Goal::AtMost(most)) => (median(self.values(subject)), most, ""),
            Some(Goal::OfLimit(most)) => (self.ratio(subject, Recipe::Limit), most, " limit"),
            Some(Goal::OfSocketioxide(most)) => (
                self.ratio(subject, Recipe::Socketioxide),
                most,
                " socketioxide",
            ),
        };
        let verdict = match value {
            Some(value) if value <= most => "met",
            Some(_) => "missed",
            None => "open",
        };
        // The goals are the library's own.
        if subject.is_library() {
            format!("≤ {most}{of}: {verdict}")
        } else {
            format!("≤ {most}{of}")
        }
    }
}

/// Two digits behind the point for what is small, none for what is large.
fn plain(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        len if len % 2 == 0 => Some(f64::midpoint(values[middle - 1], values[middle])),
        _ => Some(values[middle]),
    }
}

/// A Markdown table whose columns line up. The first row is the heading.
fn print_aligned(rows: &[Vec<String>]) {
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| format!("{cell:<width$}"))
            .collect();
        println!("| {} |", cells.join(" | "));
        if index == 0 {
            let rules: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
            println!("|-{}-|", rules.join("-|-"));
        }
    }
}

/// What can be chosen on the command line.
pub(crate) fn list() {
    let servers = Recipe::ALL.map(Recipe::name);
    let rows: Vec<&str> = ROWS.iter().map(|row| row.key).collect();
    println!(
        "servers: {}\nrows:    {}",
        servers.join(" "),
        rows.join(" ")
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64) -> Vec<Figure> {
        vec![Figure::new("echo", Unit::Micros, value).goal(Goal::OfLimit(1.5))]
    }

    #[test]
    fn ratio_is_taken_within_each_round() {
        let mut report = Report::new(vec![Recipe::Library, Recipe::Limit]);
        for (round, (ours, limit)) in [(3.0, 2.0), (30.0, 20.0), (14.0, 10.0)]
            .into_iter()
            .enumerate()
        {
            report.add(Recipe::Library, round, figure(ours));
            report.add(Recipe::Limit, round, figure(limit));
        }

        let line = &report.lines[0];

        assert_eq!(line.ratio(Recipe::Library, Recipe::Limit), Some(1.5));
        assert_eq!(line.judge(Recipe::Library), "≤ 1.5 limit: met");
        assert_eq!(line.cell(Recipe::Library), "14.0 (3.00–30.0)");
    }

    #[test]
    fn goals_judge_only_the_library() {
        let mut report = Report::new(vec![Recipe::Node, Recipe::Limit]);
        report.add(Recipe::Node, 0, figure(2.0));
        report.add(Recipe::Limit, 0, figure(1.0));

        assert_eq!(report.lines[0].judge(Recipe::Node), "≤ 1.5 limit");
    }

    #[test]
    fn a_goal_without_its_base_stays_open() {
        let mut report = Report::new(vec![Recipe::Library]);
        report.add(Recipe::Library, 0, figure(1.0));

        assert_eq!(report.lines[0].judge(Recipe::Library), "≤ 1.5 limit: open");
        assert_eq!(report.lines[0].cell(Recipe::Node), "-");
    }
}
