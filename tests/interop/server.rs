//! Server: the programs under test. Each runs as long as its value lives.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The contract server's program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_contract-server");

/// A program that does nothing but `run`.
pub(crate) const RUN: &str = env!("CARGO_BIN_EXE_run-server");

/// The tools server's program.
const TOOLS: &str = env!("CARGO_BIN_EXE_tools-server");

/// What the suites talk to.
pub(crate) struct Servers {
    pub(crate) contract: Server,
    pub(crate) tools: Server,
}

impl Servers {
    /// Starts them.
    pub(crate) fn start() -> Self {
        Self {
            contract: Server::start(PROGRAM, &["--port", "0"]),
            tools: Server::start(TOOLS, &[]),
        }
    }
}

/// A program that serves on a free port.
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
}

impl Server {
    /// Starts one.
    ///
    /// # Panics
    ///
    /// If it does not say where it listens.
    fn start(program: &str, args: &[&str]) -> Self {
        let mut process = Command::new(program)
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null()) // handlers panic there on purpose
            .spawn()
            .expect("the server can be started");
        let output = process.stdout.take().expect("its output was asked for");
        let line = BufReader::new(output)
            .lines()
            .next()
            .and_then(Result::ok)
            .unwrap_or_default();
        let url = line
            .strip_prefix("listening on ")
            .expect("the server says where it listens");
        Self {
            url: url.to_owned(),
            process,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The folder of the example programs, which are built first.
///
/// # Panics
///
/// If they cannot be built.
pub(crate) fn examples() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--package", "examples", "--examples"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(
        build.status().is_ok_and(|status| status.success()),
        "the examples cannot be built"
    );
    let folder = Path::new(PROGRAM)
        .parent()
        .expect("a program is in a folder");
    folder.join("examples")
}
