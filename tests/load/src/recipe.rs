//! The servers of the contract: how each is built and started.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cores::Cores;
use crate::process::Process;

/// The profile of the workspace that all servers are built with.
const PROFILE: &str = "load";

/// A kind of server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recipe {
    /// This library, served by its own `run`.
    Library,
    /// This library as a service under `axum::serve`.
    LibraryAxum,
    /// The newest release of the socketioxide crate, under `axum::serve`.
    Socketioxide,
    /// The reference implementation.
    Node,
    /// What the kernel alone charges.
    Limit,
}

/// A server that can be started.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) recipe: Recipe,
    program: PathBuf,
    args: Vec<OsString>,
}

impl Recipe {
    pub(crate) const ALL: [Self; 5] = [
        Self::Library,
        Self::LibraryAxum,
        Self::Socketioxide,
        Self::Node,
        Self::Limit,
    ];

    /// Its name on the command line and in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::LibraryAxum => "library-axum",
            Self::Socketioxide => "socketioxide",
            Self::Node => "node",
            Self::Limit => "limit",
        }
    }

    pub(crate) fn is_library(self) -> bool {
        matches!(self, Self::Library | Self::LibraryAxum)
    }

    /// Somebody else's, with needs of its own.
    fn is_peer(self) -> bool {
        matches!(self, Self::Socketioxide | Self::Node)
    }

    /// Machine code that valgrind can count.
    pub(crate) fn is_native(self) -> bool {
        self != Self::Node
    }

    /// Serves clients that poll.
    pub(crate) fn polls(self) -> bool {
        self != Self::Limit
    }

    /// Can be told to let clients come back that have lost their connection.
    pub(crate) fn recovers(self) -> bool {
        self.is_library() || self == Self::Node
    }

    /// Can be told to speak every form of packets.
    pub(crate) fn speaks_all(self) -> bool {
        self.is_library() || self == Self::Node
    }

    fn build(self) -> io::Result<Server> {
        let (program, args) = match self {
            Self::Library => (build_ours("load-server")?, vec![]),
            Self::LibraryAxum => (build_ours("load-server")?, vec!["--axum".into()]),
            Self::Limit => (build_ours("limit-server")?, vec![]),
            Self::Socketioxide => (build_socketioxide()?, vec![]),
            Self::Node => ("node".into(), vec![install_node()?.into()]),
        };
        Ok(Server {
            recipe: self,
            program,
            args,
        })
    }
}

impl Server {
    /// Starts it on the server's cores, with more arguments before the port.
    pub(crate) fn start(&self, more: &[String], cores: &Cores) -> io::Result<Process> {
        let mut command = Command::new(&self.program);
        command.args(&self.args).args(more);
        Process::start(command, cores)
    }

    /// Starts it under another program, such as valgrind.
    pub(crate) fn start_under(&self, mut command: Command, cores: &Cores) -> io::Result<Process> {
        command.arg(&self.program).args(&self.args);
        Process::start(command, cores)
    }
}

/// Builds what was chosen. A peer that cannot be built here is named and left out.
pub(crate) fn build(recipes: &[Recipe]) -> io::Result<Vec<Server>> {
    let mut servers = Vec::new();
    for &recipe in recipes {
        match recipe.build() {
            Ok(server) => servers.push(server),
            Err(error) if recipe.is_peer() => {
                eprintln!("left out: {}: {error}", recipe.name());
            }
            Err(error) => return Err(error),
        }
    }
    if servers.is_empty() {
        return Err(io::Error::other("no server is left"));
    }
    Ok(servers)
}

/// The folder of this crate.
fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One of the servers of this crate.
fn build_ours(name: &str) -> io::Result<PathBuf> {
    let target = target()?;
    cargo_build(home(), &target, &["--package", "load", "--bin", name])?;
    Ok(program(&target, name))
}

/// The peer has a workspace and a lock file of its own, and a folder in our target directory.
fn build_socketioxide() -> io::Result<PathBuf> {
    let target = target()?.join("peers");
    cargo_build(&home().join("peers/socketioxide"), &target, &["--locked"])?;
    Ok(program(&target, "peer-socketioxide"))
}

fn cargo_build(folder: &Path, target: &Path, args: &[&str]) -> io::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .args(["build", "--profile", PROFILE, "--target-dir"])
        .arg(target)
        .args(args)
        .current_dir(folder))
}

fn program(target: &Path, name: &str) -> PathBuf {
    target.join(PROFILE).join(name)
}

/// The target directory that this program was built in, two levels up.
fn target() -> io::Result<PathBuf> {
    let exe = std::env::current_exe()?;
    exe.ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .ok_or_else(|| io::Error::other("this program lies in no target directory"))
}

/// The script to run, once its packages are there.
fn install_node() -> io::Result<PathBuf> {
    let folder = home().join("peers/node");
    if !folder.join("node_modules").exists() {
        run(Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder))?;
    }
    Ok(folder.join("server.js"))
}

fn run(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() {
        return Ok(());
    }
    let program = command.get_program().display();
    Err(io::Error::other(format!("{program} failed: {status}")))
}
