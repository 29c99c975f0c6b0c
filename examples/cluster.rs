//! Several nodes as one: `cargo run --example cluster -- --nodes 3`, then open <http://127.0.0.1:5000>,
//! <http://127.0.0.1:5001> and <http://127.0.0.1:5002>. Each port is a server of its own. The page shows which node each tab
//! is on, and what is said reaches all of them. With `--queue redis://127.0.0.1:6379` they are one over Redis, together with
//! the nodes of other processes.

use axum::{Router, response::Html, routing::get};
use serde::{Deserialize, Serialize};
use serde_json::json;
use socketio::{Cluster, Io, Sid, Socket, SocketIo, State, cluster::MemoryBus, on, routes};
use tokio::task::JoinSet;

/// The name of a node: the port that it listens on.
struct Node(u16);

/// What is attached to each client, for whoever asks who is there.
#[derive(Deserialize, Serialize)]
struct Place {
    node: u16,
}

/// A tab, on whatever node.
#[derive(Serialize)]
struct Tab {
    sid: Sid,
    node: u16,
}

#[on("connect")]
async fn connect(node: State<Node>, socket: Socket) -> socketio::Result {
    socket.attach(&Place { node: node.0 })?;
    socket.emit("node", node.0).await?;
    Ok(())
}

/// A tab is there: all others look again who is.
#[on("hello")]
async fn hello(io: Io) -> socketio::Result {
    io.emit("changed", ()).await?;
    Ok(())
}

#[on("disconnect")]
async fn disconnect(io: Io) -> socketio::Result {
    io.emit("changed", ()).await?;
    Ok(())
}

/// All tabs of all nodes.
#[on("who")]
async fn who(io: Io) -> socketio::Result<Vec<Tab>> {
    let sockets = io.sockets().await?;
    let tab = |socket: &socketio::cluster::RemoteSocket| {
        let place: Place = socket.data().ok()?;
        Some(Tab {
            sid: socket.sid(),
            node: place.node,
        })
    };
    Ok(sockets.iter().filter_map(tab).collect())
}

#[on("say")]
async fn say(text: String, node: State<Node>, io: Io) -> socketio::Result {
    io.emit("line", &json!({ "node": node.0, "text": text }))
        .await?;
    Ok(())
}

/// What the command line says.
struct Options {
    nodes: u16,
    queue: Option<String>,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            nodes: 3,
            queue: None,
        };
        while let Some(name) = args.next() {
            let value = args
                .next()
                .ok_or_else(|| format!("`{name}` needs a value"))?;
            match name.as_str() {
                "--nodes" => {
                    options.nodes = value
                        .parse()
                        .map_err(|_| format!("`{value}` is no number"))?;
                }
                "--queue" => options.queue = Some(value),
                _ => {
                    return Err(format!(
                        "unknown option `{name}`: there are `--nodes` and `--queue`"
                    ));
                }
            }
        }
        Ok(options)
    }
}

#[tokio::main]
async fn main() -> socketio::Result {
    examples::log();
    let options = Options::parse(std::env::args().skip(1))?;
    let cluster = match options.queue {
        Some(url) => Cluster::url(url),
        None => Cluster::bus(MemoryBus::new()),
    };
    let address = examples::address();
    let (host, port) = address.rsplit_once(':').ok_or("the address has no port")?;
    let first: u16 = port.parse()?;

    let mut nodes = JoinSet::new();
    for port in first..first + options.nodes {
        let page = get(async || Html(include_str!("html/cluster.html")));
        let app = Router::new().route("/", page).merge(examples::assets());
        let io = SocketIo::builder()
            .routes(routes![connect, hello, disconnect, who, say])
            .state(Node(port))
            .cluster(cluster.clone())
            .client_js(examples::client_js()?)
            .build()?;
        nodes.spawn(io.run(app, format!("{host}:{port}")));
    }
    while let Some(ended) = nodes.join_next().await {
        ended??;
    }
    Ok(())
}
