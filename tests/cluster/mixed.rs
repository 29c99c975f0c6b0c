//! Clusters of real servers of other languages and this one, over Redis: each side sends, moves, asks and disconnects clients of
//! the other.

use std::process::Stdio;

use serde_json::{Value, json};
use socketio::{Args, Binary, Dialect, Io, SocketIo, testing::TestClient};
use tests::{PATIENCE, Tools, interop};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

use crate::{join, redis};

/// A server of another language, with one client.
struct Peer {
    _process: Child,
    orders: ChildStdin,
    said: Lines<BufReader<ChildStdout>>,
    /// What it has said that nobody has waited for yet.
    early: Vec<Value>,
    sid: String,
}

impl Peer {
    async fn start(mut command: Command, channel: &str) -> Option<Self> {
        let mut process = command
            .args([&redis::shared()?.url(), channel])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("it can be started");
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let mut peer = Self {
            _process: process,
            orders: input.expect("it is piped"),
            said: BufReader::new(output.expect("it is piped")).lines(),
            early: Vec::new(),
            sid: String::new(),
        };
        peer.sid = peer.says("sid").await.as_str().unwrap().to_owned();
        Some(peer)
    }

    /// Flask-SocketIO; `None` if it is not installed.
    async fn flask(channel: &str) -> Option<Self> {
        let python = found(Tools::find().python)?;
        let mut command = Command::new(python);
        command.arg(interop().join("cluster/flask_node.py"));
        Self::start(command, channel).await
    }

    /// Node's server; `None` if it is not installed.
    async fn node(channel: &str) -> Option<Self> {
        let node = found(Tools::find().node)?;
        let mut command = Command::new(node);
        command.arg(interop().join("js/cluster/node.mjs"));
        Self::start(command, channel).await
    }

    async fn order(&mut self, order: Value) {
        let line = format!("{order}\n");
        self.orders.write_all(line.as_bytes()).await.unwrap();
    }

    /// Waits until it says something under this key.
    async fn says(&mut self, key: &str) -> Value {
        if let Some(place) = self.early.iter().position(|said| said.get(key).is_some()) {
            return self.early.remove(place)[key].take();
        }
        loop {
            let line = timeout(PATIENCE, self.said.next_line()).await;
            let line = line.unwrap_or_else(|_| panic!("`{key}` did not come: {:?}", self.early));
            let line = line.unwrap().expect("the peer is there");
            // Flask writes lines of its own.
            let Ok(mut said) = serde_json::from_str::<Value>(&line) else {
                continue;
            };
            if said.get(key).is_some() {
                return said[key].take();
            }
            self.early.push(said);
        }
    }

    /// Waits until its client has got an event, and returns the arguments.
    async fn gets(&mut self, event: &str) -> Value {
        let is_it = |said: &Value| said["got"] == event;
        if let Some(place) = self.early.iter().position(is_it) {
            return self.early.remove(place)["args"].take();
        }
        loop {
            let line = timeout(PATIENCE, self.said.next_line()).await;
            let line = line.unwrap_or_else(|_| panic!("`{event}` did not come: {:?}", self.early));
            let line = line.unwrap().expect("the peer is there");
            // Flask writes lines of its own.
            let Ok(mut said) = serde_json::from_str::<Value>(&line) else {
                continue;
            };
            if is_it(&said) {
                return said["args"].take();
            }
            self.early.push(said);
        }
    }

    /// The events that its client has got and nobody has waited for, up to one that is sent now.
    async fn got_until_end(&mut self, io: &Io) -> Vec<String> {
        io.emit("end", ()).to(self.sid.as_str()).await.unwrap();
        self.gets("end").await;
        let early = self.early.drain(..);
        early
            .filter_map(|said| Some(said["got"].as_str()?.to_owned()))
            .collect()
    }
}

/// What is installed, or a line that says what is not.
fn found<T>(tool: Result<T, String>) -> Option<T> {
    let required = std::env::var_os("SOCKETIO_REQUIRE_ALL").is_some();
    tool.map_err(|why| {
        assert!(!required, "{why}");
        eprintln!("left out: clusters with other servers, because {why}");
    })
    .ok()
}

/// A node of this library beside the peer, and a client of it.
async fn beside(channel: &str, dialect: Dialect) -> (SocketIo, TestClient) {
    let url = redis::shared().unwrap().url();
    let cluster = socketio::Cluster::redis(url)
        .dialect(dialect)
        .channel(channel);
    let node = SocketIo::builder()
        .on_node("whoami", |_: Io, question: String| async move {
            format!("rust {question}")
        })
        .on_node("told", |io: Io, text: String| async move {
            io.emit("told", text).local().await.unwrap();
        })
        .cluster(cluster)
        .build()
        .unwrap();
    node.io().cluster_connected().await;
    let ann = join(&node, "/").await;
    (node, ann)
}

/// What holds with every family of nodes.
async fn events_and_rooms_cross(peer: &mut Peer, node: &SocketIo, ann: &mut TestClient) {
    let io = node.io();
    let other = peer.sid.clone();
    let bytes = Binary::from(vec![0, 1, 255]);

    io.emit("from rust", (1, "ü", json!({ "k": [null] })))
        .await
        .unwrap();
    assert_eq!(
        peer.gets("from rust").await,
        json!([1, "ü", { "k": [null] }])
    );
    let sent = json!({ "do": "emit", "event": "from peer", "args": [{ "k": ["ü", 1.5] }] });
    peer.order(sent).await;
    assert_eq!(
        ann.expect::<Value>("from peer").await,
        json!({ "k": ["ü", 1.5] })
    );
    assert_eq!(peer.gets("from peer").await, json!([{ "k": ["ü", 1.5] }]));
    io.emit("binary", &bytes).await.unwrap();
    assert_eq!(peer.gets("binary").await, json!([{ "bytes": [0, 1, 255] }]));
    peer.order(json!({ "do": "emit", "event": "binary", "args": [{ "bytes": [0, 1, 255] }] }))
        .await;
    assert_eq!(ann.expect::<Binary>("binary").await, bytes);
    peer.gets("binary").await;
    peer.order(json!({ "do": "emitter", "event": "worker", "args": ["w"] }))
        .await;
    assert_eq!(ann.expect::<String>("worker").await, "w");
    assert_eq!(peer.gets("worker").await, json!(["w"]));

    io.join_room("r")
        .of([other.as_str(), ann.sid()])
        .await
        .unwrap();
    io.emit("to r", ()).to("r").await.unwrap();
    peer.gets("to r").await;
    ann.expect::<()>("to r").await;
    peer.order(json!({ "do": "join", "sid": ann.sid(), "room": "s" }))
        .await;
    peer.order(json!({ "do": "emit", "event": "to s", "args": [1], "room": "s" }))
        .await;
    assert_eq!(ann.expect::<u8>("to s").await, 1);
    io.emit("but one", ()).except(other.as_str()).await.unwrap();
    ann.expect::<()>("but one").await;
    peer.order(json!({ "do": "emit", "event": "but ann", "args": [1], "except": ann.sid() }))
        .await;
    peer.gets("but ann").await;
    peer.order(json!({ "do": "leave", "sid": ann.sid(), "room": "s" }))
        .await;
    peer.order(json!({ "do": "emit", "event": "to s", "args": [2], "room": "s" }))
        .await;
    io.close_room("r").await.unwrap();
    io.emit("to r", ()).to("r").await.unwrap();
    assert!(peer.got_until_end(&io).await.is_empty());
    peer.order(json!({ "do": "emit", "event": "last", "args": [1] }))
        .await;
    ann.expect::<u8>("last").await;
    let own = ["from rust", "binary"];
    assert_eq!(crate::names_until_end(node, ann).await, own);
    peer.gets("last").await;

    // Node's server passes on the first argument alone.
    let answer: Args = io.call("question", 1).to(other.as_str()).await.unwrap();
    assert_eq!(answer.get::<String>(0).unwrap(), "first");
    peer.gets("question").await;
}

/// Each side disconnects a client of the other.
async fn clients_are_disconnected(peer: &mut Peer, io: &Io, ann: &mut TestClient) {
    peer.order(json!({ "do": "kick", "sid": ann.sid() })).await;
    ann.expect_disconnect().await;
    io.disconnect(peer.sid.as_str()).await.unwrap();
    peer.says("left").await;
}

#[tokio::test]
async fn flask_socketio_and_this_server_are_one() {
    let channel = redis::channel();
    let Some(mut peer) = Peer::flask(&channel).await else {
        return;
    };
    let (node, mut ann) = beside(&channel, Dialect::Python).await;
    ann.on("ask", |text: String| (text, 7));

    events_and_rooms_cross(&mut peer, &node, &mut ann).await;
    peer.order(json!({ "do": "ask", "event": "ask", "args": ["x"], "sid": ann.sid() }))
        .await;
    assert_eq!(peer.says("answers").await, json!(["x", 7]));
    peer.order(json!({ "do": "join", "sid": ann.sid(), "room": "t" }))
        .await;
    peer.order(json!({ "do": "close", "room": "t" })).await;
    peer.order(json!({ "do": "emit", "event": "to t", "args": [1], "room": "t" }))
        .await;
    peer.order(json!({ "do": "emit", "event": "last", "args": [1] }))
        .await;
    ann.expect::<u8>("last").await;
    assert!(crate::names_until_end(&node, &mut ann).await.is_empty());

    clients_are_disconnected(&mut peer, &node.io(), &mut ann).await;
    let state = node.io().cluster().unwrap();
    assert_eq!((state.foreign, state.broken), (0, 0));
}

#[tokio::test]
async fn nodes_server_and_this_server_are_one() {
    let channel = redis::channel();
    let Some(mut peer) = Peer::node(&channel).await else {
        return;
    };
    let (node, mut ann) = beside(&channel, Dialect::NodeRedis).await;
    let io = node.io();
    ann.on("ask", |text: String| (text, 7));

    events_and_rooms_cross(&mut peer, &node, &mut ann).await;
    peer.order(json!({ "do": "ask", "event": "ask", "args": ["x"] }))
        .await;
    let mut answers = peer.says("answers").await.as_array().unwrap().clone();
    answers.sort_by_key(Value::to_string);
    assert_eq!(answers, [json!("first"), json!("x")]);
    let question = io.emit("all", ()).except(ann.sid()).timeout(PATIENCE);
    let mut acks = question.acks::<String>().await.unwrap();
    assert_eq!(acks.next().await.unwrap().1.unwrap(), "first");
    assert!(acks.next().await.is_none() && acks.missing().is_empty());

    let mut sids = io.sids().await.unwrap().into_vec();
    sids.sort();
    let mut both: Vec<socketio::Sid> = vec![ann.sid().parse().unwrap(), peer.sid.parse().unwrap()];
    both.sort();
    assert_eq!(sids, both);
    let sockets = io.sockets().except(ann.sid()).await.unwrap();
    assert_eq!(
        sockets[0].data::<Value>().unwrap(),
        json!({ "name": "node" })
    );
    peer.order(json!({ "do": "fetch" })).await;
    let sockets = peer.says("sockets").await;
    let is_ann = |socket: &&Value| socket["id"] == ann.sid();
    assert_eq!(
        sockets.as_array().unwrap().iter().filter(is_ann).count(),
        1,
        "{sockets}"
    );

    let answers = io.nodes().call::<String>("whoami", "?").await.unwrap();
    let answers: Vec<_> = answers.into_iter().map(|(_, name)| name.unwrap()).collect();
    assert_eq!(answers, ["node ?"]);
    peer.order(json!({ "do": "nodes", "event": "whoami", "args": ["!"] }))
        .await;
    assert_eq!(peer.says("nodes").await, json!(["rust !"]));
    io.nodes().emit("told", "hello").await.unwrap();
    assert_eq!(peer.says("told").await, "hello");
    peer.order(json!({ "do": "tell", "event": "told", "args": ["you"] }))
        .await;
    assert_eq!(ann.expect::<String>("told").await, "you");

    clients_are_disconnected(&mut peer, &io, &mut ann).await;
    let state = io.cluster().unwrap();
    assert_eq!((state.foreign, state.broken), (0, 0));
}
