//! What the figures were measured on, for whoever reads them later.

use std::fs;
use std::process::Command;

/// Commit, date, processor, kernel and compiler in one line. What cannot be found out is left out.
pub(crate) fn describe() -> String {
    let facts = [
        said_by("git", &["log", "-1", "--format=commit %h"]),
        said_by("date", &["-u", "+%Y-%m-%d %H:%M UTC"]),
        processor(),
        fs::read_to_string("/proc/sys/kernel/osrelease")
            .ok()
            .map(|release| format!("Linux {}", release.trim())),
        said_by("rustc", &["--version"]),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// How many processes have been running or waiting for a core in the last minute.
pub(crate) fn load_average() -> String {
    let average = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let minute = average.split(' ').next();
    minute.unwrap_or_default().to_owned()
}

fn processor() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let mut names = info.lines().filter(|line| line.starts_with("model name"));
    let (_, name) = names.next()?.split_once(": ")?;
    Some(format!("{} x {name}", names.count() + 1))
}

fn said_by(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    (output.status.success() && !text.is_empty()).then(|| text.to_owned())
}
