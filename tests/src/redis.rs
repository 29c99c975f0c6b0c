//! A Redis of the tests' own, on a free port, without anything on disk.

use std::{
    env, io,
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::PATIENCE;

/// A running `redis-server`, which ends when it is dropped.
#[derive(Debug)]
pub struct Redis {
    port: u16,
    process: Child,
}

impl Redis {
    /// Starts one; `None` if Redis is not installed.
    ///
    /// # Panics
    ///
    /// If it cannot be started, or if it is not installed and everything is required.
    #[must_use]
    pub fn start() -> Option<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        let port = listener.local_addr().expect("it is bound").port();
        drop(listener);
        Self::start_on(port)
    }

    /// Starts one on this port; see [`start`](Self::start).
    ///
    /// # Panics
    ///
    /// See [`start`](Self::start).
    #[must_use]
    pub fn start_on(port: u16) -> Option<Self> {
        let process = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn();
        let process = match process {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                assert!(
                    env::var_os("SOCKETIO_REQUIRE_ALL").is_none(),
                    "Redis is not installed"
                );
                eprintln!("left out: tests over Redis, because it is not installed");
                return None;
            }
            process => process.expect("Redis can be started"),
        };
        let redis = Self { port, process };
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begun.elapsed() < PATIENCE, "Redis did not start");
            thread::sleep(Duration::from_millis(5));
        }
        Some(redis)
    }

    /// Where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The id of its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Sends a command, in words without spaces, and does not wait for the answer.
    ///
    /// # Panics
    ///
    /// If it cannot be sent.
    pub fn command(&self, words: &str) {
        let mut connection =
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("Redis is there");
        let sent = io::Write::write_all(&mut connection, format!("{words}\r\n").as_bytes());
        sent.expect("Redis reads");
        let mut answer = [0; 16];
        let read = io::Read::read(&mut connection, &mut answer);
        read.expect("Redis answers");
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
