//! Suite: one program of another language that tests, started with what it has to know.

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use tests::interop;

use crate::server::{self, Servers};

/// No suite takes a tenth of it.
const PATIENCE: Duration = Duration::from_secs(300);

/// A suite that can run here.
pub(crate) struct Suite {
    pub(crate) name: String,
    command: Command,
}

impl Suite {
    pub(crate) fn new(name: impl Into<String>, program: &Path, folder: PathBuf) -> Self {
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Self {
            name: name.into(),
            command,
        }
    }

    /// One for each file of a folder of the JavaScript package.
    ///
    /// # Panics
    ///
    /// If the folder cannot be read.
    pub(crate) fn of_node(node: &Path, folder: &str) -> Vec<Self> {
        let package = interop().join("js");
        let files = fs::read_dir(package.join(folder)).expect("the folder is part of the package");
        let mut names: Vec<OsString> = files
            .filter_map(|file| Some(file.ok()?.file_name()))
            .collect();
        names.sort();
        let suite = |file: OsString| {
            let file = file.into_string().expect("we named the file");
            let name = format!("{folder}/{}", file.trim_end_matches(".test.mjs"));
            Self::new(name, node, package.clone()).args(["--test", &format!("{folder}/{file}")])
        };
        names.into_iter().map(suite).collect()
    }

    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it and says how it went; all that it said itself, if it failed.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    pub(crate) fn run(&mut self, servers: &Servers) -> bool {
        let begin = Instant::now();
        self.command
            .env("CONTRACT_URL", &servers.contract.url)
            .env("CONTRACT_SERVER", server::PROGRAM)
            .env("TOOLS_URL", &servers.tools.url);
        let mut child = self.command.spawn().expect("what was found can be started");
        // Read beside waiting, or a suite that says much would wait for us.
        let (stdout, stderr) = (reader(child.stdout.take()), reader(child.stderr.take()));
        // The output ends when the program does.
        let in_time = stdout.recv_timeout(PATIENCE);
        if in_time.is_err() {
            println!(
                "suite {} did not end in {} s",
                self.name,
                PATIENCE.as_secs()
            );
            let _ = child.kill(); // it may have ended meanwhile
        }
        let ended = child.wait().is_ok_and(|status| status.success());
        let succeeded = in_time.is_ok() && ended;
        let stdout = in_time.or_else(|_| stdout.recv()).unwrap_or_default();
        let stderr = stderr.recv().unwrap_or_default();
        let seconds = begin.elapsed().as_secs_f32();
        if succeeded {
            println!("suite {} ... ok ({seconds:.1} s)", self.name);
        } else {
            println!(
                "suite {} ... FAILED ({seconds:.1} s)\n{stdout}\n{stderr}",
                self.name
            );
        }
        succeeded
    }
}

/// All of an output, once it has ended.
fn reader(output: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (whole, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut output) = output {
            // What was read until an error is still worth showing.
            let _ = output.read_to_end(&mut bytes);
        }
        whole.send(String::from_utf8_lossy(&bytes).into_owned())
    });
    receiver
}
