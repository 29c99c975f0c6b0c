//! Runs cargo and takes its time: that of the processors, which other work on the machine disturbs less, and the wall's.

use std::{
    fmt, fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// What one run took, in seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    cpu: f64,
    wall: f64,
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ({:.2})", self.cpu, self.wall)
    }
}

/// The middle of each.
pub(crate) fn median(costs: &[Cost]) -> Cost {
    let middle = |of: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Cost {
        cpu: middle(|cost| cost.cpu),
        wall: middle(|cost| cost.wall),
    }
}

/// `cargo check` of one package.
pub(crate) fn check(root: &Path, package: &str) -> Cost {
    let (cpu, start) = (children(), Instant::now());
    cargo(root, &["check", "--quiet", "--package", package]);
    Cost {
        cpu: children() - cpu,
        wall: start.elapsed().as_secs_f64(),
    }
}

/// Removes what was made of the package, and of nothing else.
pub(crate) fn forget(root: &Path, package: &str) {
    cargo(root, &["clean", "--quiet", "--package", package]);
}

fn cargo(root: &Path, arguments: &[&str]) {
    let status = Command::new("cargo")
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .stdin(Stdio::null())
        .status()
        .expect("cargo can be run");
    assert!(status.success(), "cargo {arguments:?} failed");
}

/// The processor time of all finished children, of theirs as well.
fn children() -> f64 {
    const TICKS: f64 = 100.0; // per second, on every Linux
    let stat = fs::read_to_string("/proc/self/stat").expect("this runs on Linux");
    let (_, fields) = stat.rsplit_once(')').expect("the name is in parentheses");
    let mut times = fields
        .split_whitespace()
        .skip(13)
        .map(|field| field.parse::<f64>().expect("a number"));
    let (user, system) = (times.next().expect("cutime"), times.next().expect("cstime"));
    (user + system) / TICKS
}
