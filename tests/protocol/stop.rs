//! Stopping a server, and not starting one.

use std::{net::SocketAddr, process::Stdio, sync::Arc, time::Duration};

use socketio::{Reason, SocketIo, State, call, emit, on, routes};
use tests::{Node, PATIENCE, Polling, RawClient, first_line};
use tokio::{
    io::{BufReader, Lines},
    net::TcpListener,
    process::{Child, ChildStdout, Command},
    sync::{Semaphore, mpsc},
    task::JoinHandle,
    time::{Instant, timeout},
};

use crate::{POLLING, WEBSOCKET, join, joined, open, server};

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

/// What handlers wait for until a test lets them go on, one for each permit.
type Gate = State<Arc<Semaphore>>;

async fn pass(gate: &Gate) {
    gate.acquire().await.unwrap().forget();
}

#[on("work")]
async fn work(number: u32, gate: Gate) -> socketio::Result<u32> {
    emit("begun", number).await?;
    pass(&gate).await;
    emit("done", number).await?;
    Ok(number)
}

#[on("ask")]
async fn ask() -> socketio::Result<String> {
    Ok(call("question", ()).await?)
}

#[on("connect", namespace = "/slow")]
async fn enter(gate: Gate) -> socketio::Result {
    pass(&gate).await;
    emit("welcome", ()).await?;
    Ok(())
}

#[on("disconnect")]
async fn left(reason: Reason, log: State<mpsc::UnboundedSender<Reason>>) {
    log.send(reason).unwrap();
}

/// A server whose handlers are at work until they are let go on.
struct Busy {
    node: Node,
    io: SocketIo,
    gate: Arc<Semaphore>,
    log: mpsc::UnboundedReceiver<Reason>,
}

impl Busy {
    async fn start() -> Self {
        let gate = Arc::new(Semaphore::new(0));
        let (sender, log) = mpsc::unbounded_channel();
        let io = SocketIo::builder()
            .routes(routes![work, ask, enter, left])
            .state(Arc::clone(&gate))
            .state(sender)
            .build()
            .unwrap();
        let node = Node::run(&io, axum::Router::new()).await;
        Self {
            node,
            io,
            gate,
            log,
        }
    }

    /// Begins to stop; what comes of it.
    async fn stop(&self, within: Duration) -> JoinHandle<bool> {
        let io = self.io.clone();
        let stopped = tokio::spawn(async move { io.shutdown(within).await });
        self.io.io().stopping().await;
        stopped
    }
}

#[tokio::test]
async fn what_running_handlers_answer_and_emit_still_arrives() {
    let busy = Busy::start().await;
    let mut websocket = joined(&busy.node).await;
    let mut session = Polling::joined(busy.node.addr).await;
    for number in [1, 2] {
        let event = format!(r#"42{number}["work",{number}]"#);
        websocket.send(&event).await;
        session.post(&event).await;
    }
    assert_eq!(websocket.text().await, r#"42["begun",1]"#);
    assert_eq!(session.get().await, r#"42["begun",1]"#);

    let stopped = busy.stop(PATIENCE).await;
    busy.gate.add_permits(4);

    // The second waited for the first, and had come before the stop.
    let packets = [
        r#"42["done",1]"#,
        "431[1]",
        r#"42["begun",2]"#,
        r#"42["done",2]"#,
        "432[2]",
    ];
    let mut received = Vec::new();
    while received.len() < packets.len() {
        received.push(websocket.text().await);
    }
    received.sort();
    let mut wanted = packets;
    wanted.sort();
    assert_eq!(received, wanted);
    assert_eq!(websocket.closed().await, Some(1001));
    let mut polled = session.packets(packets.len()).await;
    polled.sort();
    assert_eq!(polled, wanted);
    assert_eq!(session.get().await, "1");
    assert!(stopped.await.unwrap());
}

#[tokio::test]
async fn nothing_new_begins_while_a_handler_finishes() {
    let mut busy = Busy::start().await;
    let mut websocket = joined(&busy.node).await;
    websocket.send(r#"421["work",1]"#).await;
    assert_eq!(websocket.text().await, r#"42["begun",1]"#);

    let stopped = busy.stop(PATIENCE).await;
    websocket.send(r#"422["work",2]"#).await;
    websocket.send("40/slow,").await;
    // Whatever came before this pong has been looked at.
    websocket.frame(9, b"still there?").await;
    assert_eq!(websocket.next().await.unwrap().payload, b"still there?");
    busy.gate.add_permits(3);

    let mut last = [websocket.text().await, websocket.text().await];
    last.sort();
    assert_eq!(last, [r#"42["done",1]"#, "431[1]"]);
    assert_eq!(websocket.closed().await, Some(1001));
    assert!(stopped.await.unwrap());
    assert_eq!(busy.log.recv().await, Some(Reason::ServerShuttingDown));
    assert_eq!(busy.gate.available_permits(), 2);
}

#[tokio::test]
async fn a_client_that_is_being_asked_may_still_answer() {
    let busy = Busy::start().await;
    let mut websocket = joined(&busy.node).await;
    let mut session = Polling::joined(busy.node.addr).await;
    websocket.send(r#"421["ask"]"#).await;
    session.post(r#"421["ask"]"#).await;
    assert_eq!(websocket.text().await, r#"420["question"]"#);
    let question = session.get().await;

    let stopped = busy.stop(PATIENCE).await;
    websocket.send(r#"430["yes"]"#).await;
    session
        .post(&question.replace("42", "43").replace("question", "no"))
        .await;

    assert_eq!(websocket.text().await, r#"431["yes"]"#);
    assert_eq!(websocket.closed().await, Some(1001));
    assert_eq!(session.get().await, r#"431["no"]"#);
    assert_eq!(session.get().await, "1");
    assert!(stopped.await.unwrap());
}

#[tokio::test]
async fn a_client_that_is_being_let_in_gets_in() {
    let busy = Busy::start().await;
    let mut websocket = open(&busy.node).await;
    websocket.send("40/slow,").await;
    websocket.frame(9, &[]).await;
    websocket.next().await;

    let stopped = busy.stop(PATIENCE).await;
    busy.gate.add_permits(1);

    assert!(websocket.text().await.starts_with("40/slow,{"));
    assert_eq!(websocket.text().await, r#"42/slow,["welcome"]"#);
    assert_eq!(websocket.closed().await, Some(1001));
    assert!(stopped.await.unwrap());
}

#[tokio::test]
async fn clients_whose_handlers_hang_are_told_before_the_time_is_over() {
    let busy = Busy::start().await;
    let mut websocket = joined(&busy.node).await;
    websocket.send(r#"421["work",1]"#).await;
    websocket.text().await;

    let stopped = busy.stop(Duration::from_millis(200)).await;

    assert_eq!(websocket.closed().await, Some(1001));
    assert!(!stopped.await.unwrap());
}

/// A program that runs a server.
pub(crate) struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) addr: SocketAddr,
}

impl Program {
    pub(crate) async fn start(options: &[&str]) -> Self {
        let mut child = command("127.0.0.1:0")
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (line, lines) = first_line(&mut child).await;
        let addr = line
            .strip_prefix("listening on http://")
            .expect("it says where it listens");
        Self {
            child,
            lines,
            addr: addr.parse().unwrap(),
        }
    }

    pub(crate) async fn signal(&self, name: &str) {
        let id = self.child.id().expect("it runs").to_string();
        let status = Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .await
            .unwrap();
        assert!(status.success());
    }

    /// Waits for its end, which is a good one; what it said until then.
    pub(crate) async fn stopped(mut self) -> Vec<String> {
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
        let program = Program::start(&[]).await;
        let client = RawClient::connect(program.addr).await;
        let mut websocket = client.upgrade(WEBSOCKET, &[]).await.unwrap();
        websocket.text().await;
        join(&mut websocket).await;
        websocket.send(r#"420["slow",300]"#).await;
        assert_eq!(websocket.text().await, r#"42["started",300]"#);

        program.signal(signal).await;

        assert_eq!(websocket.text().await, "430[]", "{signal}");
        assert_eq!(websocket.closed().await, Some(1001), "{signal}");
        assert_eq!(program.stopped().await, ["handled"]);
    }
}

#[tokio::test]
async fn a_second_signal_ends_a_program_at_once() {
    let program = Program::start(&[]).await;
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
    let program = Program::start(&[]).await;
    let _idle = RawClient::connect(program.addr).await;

    program.signal("TERM").await;

    program.stopped().await;
}

#[tokio::test]
async fn a_program_stops_although_requests_have_come_in_part() {
    let program = Program::start(&[]).await;
    let session = Polling::joined(program.addr).await;
    let mut body = RawClient::connect(program.addr).await;
    let post = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4",
        session.target()
    );
    body.write(post.as_bytes()).await;
    let mut head = RawClient::connect(program.addr).await;
    head.write(b"GET / HTTP/1.1\r\nHost").await;

    program.signal("TERM").await;

    // In less time than a stop may take.
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
