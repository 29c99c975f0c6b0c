//! The programs that count what a server does, from outside.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cores::Cores;
use crate::figure::Unit;
use crate::process::Process;
use crate::recipe::Server;

/// Who counts, and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Valgrind: user instructions.
    Callgrind,
    /// System calls of all threads.
    Strace,
}

/// A server under a tool, and the file that the tool writes.
pub(super) struct Watched {
    pub(super) process: Process,
    tool: Tool,
    file: PathBuf,
}

impl Tool {
    /// What it counts.
    pub(super) fn unit(self) -> Unit {
        match self {
            Self::Callgrind => Unit::Instructions,
            Self::Strace => Unit::SystemCalls,
        }
    }

    /// Starts the server under it.
    pub(super) fn start(
        self,
        server: &Server,
        cores: &Cores,
        folder: &Path,
    ) -> io::Result<Watched> {
        let file = folder.join("counts");
        let mut command;
        match self {
            Self::Callgrind => {
                command = Command::new("valgrind");
                command
                    .args(["--tool=callgrind", "--quiet"])
                    .arg(format!("--callgrind-out-file={}", file.display()))
                    .arg(format!("--log-file={}.log", file.display()));
            }
            Self::Strace => {
                command = Command::new("strace");
                // Without the second, it could not be stopped before the server.
                command.args(["-f", "-I2", "-c", "-o"]).arg(&file);
            }
        }
        Ok(Watched {
            process: server.start_under(command, cores)?,
            tool: self,
            file,
        })
    }
}

impl Watched {
    /// What was counted up to now. The server is stopped.
    pub(super) fn count(self) -> io::Result<u64> {
        let missing = || io::Error::other("nothing was counted");
        match self.tool {
            Tool::Callgrind => {
                // Now, and not at the end: what ending costs depends on how many are connected.
                let dumped = Command::new("callgrind_control")
                    .arg("--dump")
                    .arg(self.process.id().to_string())
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()?;
                if !dumped.success() {
                    return Err(missing());
                }
                let mut file = self.file.into_os_string();
                file.push(".1");
                let text = fs::read_to_string(&file)?;
                fs::remove_file(file)?;
                text.lines()
                    .rev()
                    .find_map(|line| line.strip_prefix("totals:"))
                    .and_then(|total| total.trim().parse().ok())
                    .ok_or_else(missing)
            }
            Tool::Strace => {
                // It lets go of the server at once, and writes its table.
                self.process.terminate()?;
                let text = fs::read_to_string(&self.file)?;
                text.lines()
                    .find(|line| line.ends_with(" total"))
                    .and_then(|line| line.split_whitespace().nth(3)?.parse().ok())
                    .ok_or_else(missing)
            }
        }
    }
}
