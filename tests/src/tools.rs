//! Tools: programs from outside of Rust that some suites need. Found, never installed.

use std::{
    env,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The oldest Node.js that has what the suites use.
const NODE: (u32, u32) = (18, 8);

/// A suite that cannot run here, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is called.
    pub suite: &'static str,
    /// What is missing.
    pub why: String,
}

/// What is installed.
#[derive(Clone, Debug)]
pub struct Tools {
    /// Node.js, with the packages of the suites; or what is missing.
    pub node: Result<PathBuf, String>,
    /// A Python in which python-socketio is installed; or what is missing.
    pub python: Result<PathBuf, String>,
    /// Chromium; or what is missing.
    pub chromium: Result<PathBuf, String>,
    /// Whether nginx, Caddy and HAProxy are there, with OpenSSL for a certificate; or what is missing.
    pub proxies: Result<(), String>,
}

impl Tools {
    /// Looks around.
    #[must_use]
    pub fn find() -> Self {
        Self {
            node: node(),
            python: python(),
            chromium: chromium(),
            proxies: proxies(),
        }
    }

    /// The suites that cannot run, in the order in which they would.
    #[must_use]
    pub fn left_out(&self) -> Vec<LeftOut> {
        let browser = self.node.as_ref().and(self.chromium.as_ref());
        let proxies = self.node.as_ref().and(self.proxies.as_ref());
        let suites = [
            ("official JavaScript client", self.node.as_ref().err()),
            ("raw and hostile sockets", self.node.as_ref().err()),
            ("python-socketio's clients", self.python.as_ref().err()),
            ("browser", browser.err()),
            ("programs behind proxies", proxies.err()),
        ];
        let missing = suites.into_iter().filter_map(|(suite, why)| {
            Some(LeftOut {
                suite,
                why: why?.clone(),
            })
        });
        missing.collect()
    }

    /// Says what cannot run.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn announce(&self, out: &mut impl Write) -> io::Result<()> {
        for LeftOut { suite, why } in self.left_out() {
            writeln!(out, "left out: {suite}, because {why}")?;
        }
        Ok(())
    }
}

/// Where the suites are.
#[must_use]
pub fn interop() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("interop")
}

/// Where what is installed for them, and what they leave behind, belongs.
#[must_use]
pub fn interop_target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"))
        .join("interop")
}

fn node() -> Result<PathBuf, String> {
    let output = output("node", &["--version"]).ok_or("Node.js is not installed")?;
    let mut numbers = output
        .trim_start_matches('v')
        .split('.')
        .map_while(|number| number.trim().parse().ok());
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < NODE {
        return Err(format!(
            "Node.js {output} is older than {}.{}",
            NODE.0, NODE.1
        ));
    }
    if !interop().join("js/node_modules/socket.io-client").is_dir() {
        return Err("its packages are not installed: run `npm ci` in tests/interop/js".to_owned());
    }
    Ok("node".into())
}

fn python() -> Result<PathBuf, String> {
    let python = interop_target().join("python/bin/python");
    if !python.exists() {
        return Err(
            "there is no Python environment with its packages: `.ci/run` makes one".to_owned(),
        );
    }
    match output(
        &python.to_string_lossy(),
        &[
            "-c",
            "import socketio, aiohttp, websocket, flask_socketio, redis",
        ],
    ) {
        Some(_) => Ok(python),
        None => {
            Err("the Python environment lacks its packages: `.ci/run` installs them".to_owned())
        }
    }
}

fn chromium() -> Result<PathBuf, String> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    let mut known = named.into_iter().chain(usual.map(PathBuf::from));
    known
        .find(|path| path.exists())
        .ok_or_else(|| "Chromium is not installed".to_owned())
}

fn proxies() -> Result<(), String> {
    for (program, version) in [
        ("nginx", "-v"),
        ("caddy", "version"),
        ("haproxy", "-v"),
        ("openssl", "version"),
    ] {
        output(program, &[version]).ok_or_else(|| format!("{program} is not installed"))?;
    }
    Ok(())
}

/// What a program says, if it is there and content.
fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(args)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
