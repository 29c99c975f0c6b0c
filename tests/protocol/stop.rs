//! Stopping a server, and not starting one.

use std::{net::SocketAddr, process::Stdio, time::Duration};

use tests::{Node, PATIENCE, Polling, RawClient};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    net::TcpListener,
    process::{Child, ChildStdout, Command},
    time::{Instant, timeout},
};

use crate::{POLLING, WEBSOCKET, join, joined, server};

#[tokio::test]
async fn clients_are_told_and_nobody_new_is_let_in() {
    let io = server();
    let node = Node::router(&io).await;
    let mut websocket = joined(&node).await;
    let mut session = Polling::joined(node.addr).await;
    session.begin_get().await;

    let stopped = tokio::spawn(async move { io.shutdown(PATIENCE).await });

    assert_eq!(websocket.closed().await, Some(1001));
    assert_eq!(session.finish_get().await.body, "1");
    assert!(stopped.await.unwrap());
    assert_eq!(
        RawClient::connect(node.addr)
            .await
            .get(POLLING)
            .await
            .status,
        503
    );
}

/// A program that runs a server.
struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    addr: SocketAddr,
}

impl Program {
    async fn start() -> Self {
        let mut child = command("127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = timeout(PATIENCE, lines.next_line())
            .await
            .unwrap()
            .unwrap()
            .unwrap();
        let addr = line
            .strip_prefix("listening on http://")
            .expect("it says where it listens");
        Self {
            child,
            lines,
            addr: addr.parse().unwrap(),
        }
    }

    async fn signal(&self, name: &str) {
        let id = self.child.id().expect("it runs").to_string();
        let status = Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .await
            .unwrap();
        assert!(status.success());
    }

    /// Waits for its end, which is a good one; what it said until then.
    async fn stopped(mut self) -> Vec<String> {
        let status = timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        assert!(status.success(), "{status}");
        let mut said = Vec::new();
        while let Some(line) = self.lines.next_line().await.unwrap() {
            said.push(line);
        }
        assert_eq!(said.pop().as_deref(), Some("stopped"));
        said
    }
}

fn command(addr: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_run-server"));
    command.arg(addr).kill_on_drop(true);
    command
}

#[tokio::test]
async fn a_signal_stops_a_program_and_lets_its_handlers_finish() {
    for signal in ["TERM", "INT"] {
        let program = Program::start().await;
        let client = RawClient::connect(program.addr).await;
        let mut websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();
        websocket.text().await;
        join(&mut websocket).await;
        websocket.send(r#"420["slow",300]"#).await;
        assert_eq!(websocket.text().await, r#"42["started",300]"#);

        program.signal(signal).await;

        assert_eq!(websocket.closed().await, Some(1001), "{signal}");
        assert_eq!(program.stopped().await, ["handled"]);
    }
}

#[tokio::test]
async fn a_second_signal_ends_a_program_at_once() {
    let program = Program::start().await;
    let client = RawClient::connect(program.addr).await;
    let mut websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();
    websocket.text().await;
    join(&mut websocket).await;
    websocket.send(r#"420["slow",60000]"#).await;
    websocket.text().await;
    let begin = Instant::now();

    program.signal("TERM").await;
    // The second counts from when the first has been seen, which a refused connection shows.
    tests::until(|| std::net::TcpStream::connect(program.addr).is_err()).await;
    program.signal("TERM").await;

    program.stopped().await;
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_program_without_clients_stops_at_once() {
    let program = Program::start().await;
    let _idle = RawClient::connect(program.addr).await;

    program.signal("TERM").await;

    program.stopped().await;
}

#[tokio::test]
async fn an_address_that_cannot_be_had_is_a_plain_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = listener.local_addr().unwrap().to_string();
    for (addr, hint) in [
        (taken.as_str(), "another program listens there"),
        ("192.0.2.1:80", "not an address of this machine"),
        ("nonsense", "not of the form host:port"),
    ] {
        let output = command(addr).output().await.unwrap();

        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(error.contains(addr) && error.contains(hint), "{error}");
        assert!(!error.contains("panicked"), "{error}");
    }
}
