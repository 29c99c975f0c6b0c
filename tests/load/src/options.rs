//! What the command line chooses: servers, rows, repeats.

use std::time::Duration;

use crate::counts::Tool;
use crate::recipe::Recipe;
use crate::scenario::ROWS;

const HELP: &str = "\
Measures servers of the load contract side by side.

usage: load [callgrind | strace | list] [options]

  callgrind          count user instructions under valgrind instead of measuring time
  strace             count system calls
  list               name the servers and the rows

  --servers A,B      only these, in this order; the first is compared with the others
  --rows A,B         only rows whose key begins so
  --rounds N         interleaved repeats (5)
  --seconds S        length of one measurement (2)
  --warmup S         what precedes it (1)
  --cores N          cores of the server (1); the load takes the others";

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Campaign,
    Count(Tool),
    List,
}

/// The command line, read.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    pub(crate) servers: Vec<Recipe>,
    rows: Vec<String>,
    pub(crate) rounds: usize,
    pub(crate) window: Duration,
    pub(crate) warmup: Duration,
    pub(crate) cores: usize,
}

impl Options {
    /// Reads the arguments behind the program's name. The error is what to tell the user.
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            mode: Mode::Campaign,
            servers: Recipe::ALL.to_vec(),
            rows: Vec::new(),
            rounds: 5,
            window: Duration::from_secs(2),
            warmup: Duration::from_secs(1),
            cores: 1,
        };
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} wants a value"));
            match arg.as_str() {
                "callgrind" => options.mode = Mode::Count(Tool::Callgrind),
                "strace" => options.mode = Mode::Count(Tool::Strace),
                "list" => options.mode = Mode::List,
                "--servers" => options.servers = servers(&value()?)?,
                "--rows" => options.rows = rows(&value()?)?,
                "--rounds" => options.rounds = number(&value()?)?,
                "--seconds" => options.window = seconds(&value()?)?,
                "--warmup" => options.warmup = seconds(&value()?)?,
                "--cores" => options.cores = number(&value()?)?,
                "--help" | "-h" => return Err(HELP.to_owned()),
                _ => return Err(format!("unknown argument {arg}\n\n{HELP}")),
            }
        }
        Ok(options)
    }

    /// Whether the row of that key was asked for.
    pub(crate) fn wants(&self, key: &str) -> bool {
        self.rows.is_empty()
            || self
                .rows
                .iter()
                .any(|start| key.starts_with(start.as_str()))
    }
}

fn servers(list: &str) -> Result<Vec<Recipe>, String> {
    list.split(',')
        .map(|name| {
            Recipe::ALL
                .into_iter()
                .find(|recipe| recipe.name() == name)
                .ok_or_else(|| format!("no server is called {name}; `load list` names them"))
        })
        .collect()
}

fn rows(list: &str) -> Result<Vec<String>, String> {
    list.split(',')
        .map(|start| {
            ROWS.iter()
                .any(|row| row.key.starts_with(start))
                .then(|| start.to_owned())
                .ok_or_else(|| format!("no row begins with {start}; `load list` names them"))
        })
        .collect()
}

fn number(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err(format!("{text} is no positive number")),
        Ok(number) => Ok(number),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| format!("{text} is no number of seconds"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn nothing_chosen_means_everything() {
        let options = parse("").unwrap();

        assert_eq!(options.servers, Recipe::ALL);
        assert!(ROWS.iter().all(|row| options.wants(row.key)));
    }

    #[test]
    fn rows_are_chosen_by_the_beginning_of_their_key() {
        let options = parse("--rows echo --rounds 3 --seconds 0.5").unwrap();

        assert!(options.wants("echo-32-1") && !options.wants("connect"));
        assert_eq!(
            (options.rounds, options.window),
            (3, Duration::from_millis(500))
        );
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        for line in [
            "--servers nginx",
            "--rows dance",
            "--rounds 0",
            "--cores",
            "--fast",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
