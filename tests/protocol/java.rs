//! What the official client for Java and Android puts on the wire, as it was recorded from its sources of version 2.1.3 over OkHttp 3.13: its
//! requests, its base64 with line breaks, and the order of its packets. The client itself is in no registry that the tests
//! install from.

use std::time::Duration;

use serde_json::Value;
use socketio::{Args, Auth, SocketIo, call, disconnect, emit, join_room, on, routes};
use tests::{Frame, Node, RawClient, WebSocket};

use crate::{POLLING, WEBSOCKET};

/// The headers of its polls and POSTs.
const GET: [(&str, &str); 4] = [
    ("Accept", "*/*"),
    ("Connection", "Keep-Alive"),
    ("Accept-Encoding", "gzip"),
    ("User-Agent", "okhttp/3.13.1"),
];
const POST: [(&str, &str); 5] = [
    ("Accept", "*/*"),
    ("Content-Type", "text/plain;charset=UTF-8"),
    ("Connection", "Keep-Alive"),
    ("Accept-Encoding", "gzip"),
    ("User-Agent", "okhttp/3.13.1"),
];
const OPENING: [(&str, &str); 2] = [("Accept-Encoding", "gzip"), ("User-Agent", "okhttp/3.13.1")];

#[on("connect")]
async fn connect(auth: Auth<Option<Value>>) -> socketio::Result {
    emit("welcome", &auth.0).await?;
    Ok(())
}

#[on("connect", namespace = "/chat")]
async fn connect_chat() {}

#[on("ack")]
#[on("ack", namespace = "/chat")]
async fn ack(args: Args) -> Args {
    args
}

#[on("echo")]
async fn echo(args: Args) -> socketio::Result {
    Ok(emit("echo", args).await?)
}

#[on("ask")]
#[on("ask", namespace = "/chat")]
async fn ask() -> socketio::Result<Args> {
    Ok(call("q", "x").await?)
}

#[on("join")]
async fn join(room: String) -> socketio::Result<String> {
    join_room(&room).await?;
    emit("joined", &room).to(&room).await?;
    Ok(room)
}

#[on("kick")]
async fn kick() -> socketio::Result {
    disconnect().await?;
    Ok(())
}

async fn node() -> Node {
    let handlers = routes![connect, connect_chat, ack, echo, ask, join, kick];
    Node::run(&SocketIo::new(handlers), axum::Router::new()).await
}

/// A frame of the client.
#[derive(Clone, Copy)]
enum Sent {
    Text(&'static str),
    Binary(&'static [u8]),
}
use Sent::{Binary, Text};

/// What it sends, and what it gets for that.
struct Row {
    /// The bodies of its POSTs.
    posts: &'static [&'static str],
    /// Its frames, if it has a WebSocket.
    frames: &'static [Sent],
    /// The packets of the server, as they are over polling.
    answers: &'static [&'static str],
}

const SEVENTY: &[u8] = b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\
    \x18\x19\x1a\x1b\x1c\x1d\x1e\x1f !\"#$%&'()*+,-./0123456789:;<=>?@ABCDE";

const ROWS: [Row; 8] = [
    Row {
        posts: &[r#"40{"token":"abc"}"#],
        frames: &[Text(r#"40{"token":"abc"}"#)],
        answers: &["40{SID}", r#"42["welcome",{"token":"abc"}]"#],
    },
    // Its JSON escapes slashes.
    Row {
        posts: &[r#"420["ack","hé \"q\" \/ \n €",1,{"a\/b":[true,null,1.5]}]"#],
        frames: &[Text(
            r#"420["ack","hé \"q\" \/ \n €",1,{"a\/b":[true,null,1.5]}]"#,
        )],
        answers: &[r#"430["hé \"q\" \/ \n €",1,{"a\/b":[true,null,1.5]}]"#],
    },
    Row {
        posts: &[r#"42["echo","plain"]"#],
        frames: &[Text(r#"42["echo","plain"]"#)],
        answers: &[r#"42["echo","plain"]"#],
    },
    // Base64 ends with a line feed, and has one after each 76 characters.
    Row {
        posts: &[
            "452-2[\"ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]\u{1e}bAw==\n\u{1e}bAAECAw\
             QFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4\nOTo7PD0+P0BBQkNERQ==\n",
        ],
        frames: &[
            Text(r#"452-2["ack",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#),
            Binary(b"\x03"),
            Binary(SEVENTY),
        ],
        answers: &[
            r#"462-2[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#,
            "bAw==",
            "bAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERQ==",
        ],
    },
    // The attachment may be in a POST of its own.
    Row {
        posts: &[r#"451-3["ack",{"_placeholder":true,"num":0}]"#, "bAw==\n"],
        frames: &[
            Text(r#"451-3["ack",{"_placeholder":true,"num":0}]"#),
            Binary(b"\x03"),
        ],
        answers: &[r#"461-3[{"_placeholder":true,"num":0}]"#, "bAw=="],
    },
    Row {
        posts: &[r#"425["join","room"]"#],
        frames: &[Text(r#"425["join","room"]"#)],
        answers: &[r#"42["joined","room"]"#, r#"435["room"]"#],
    },
    Row {
        posts: &[r#"426["ask"]"#],
        frames: &[Text(r#"426["ask"]"#)],
        answers: &[r#"420["q","x"]"#],
    },
    Row {
        posts: &[r#"461-0["an",{"_placeholder":true,"num":0},7]"#, "bAQID\n"],
        frames: &[
            Text(r#"461-0["an",{"_placeholder":true,"num":0},7]"#),
            Binary(&[1, 2, 3]),
        ],
        answers: &[r#"461-6["an",{"_placeholder":true,"num":0},7]"#, "bAQID"],
    },
];

/// Whether the packet is the one that was expected, whatever sid it has.
fn assert_packet(packet: &str, expected: &str) {
    match expected.strip_suffix("{SID}") {
        Some(begin) => assert!(
            packet.starts_with(&format!("{begin}{{\"sid\":\"")),
            "{packet}"
        ),
        None => assert_eq!(packet, expected),
    }
}

/// A session over polling: one connection for polls, one for POSTs.
struct Polling {
    polls: RawClient,
    posts: RawClient,
    target: String,
}

impl Polling {
    /// `query` is what the client adds behind the transport.
    async fn open(node: &Node, query: &str) -> Self {
        let mut polls = RawClient::connect(node.addr).await;
        let target = format!("{POLLING}{query}");
        let open = polls.request("GET", &target, &GET, "").await;
        assert_eq!(open.status, 200);
        let open: Value = serde_json::from_str(open.body.strip_prefix('0').unwrap()).unwrap();
        assert_eq!(open["upgrades"], serde_json::json!(["websocket"]));
        Self {
            polls,
            posts: RawClient::connect(node.addr).await,
            target: format!("{target}&sid={}", open["sid"].as_str().unwrap()),
        }
    }

    async fn post(&mut self, body: &str) {
        let response = self.posts.request("POST", &self.target, &POST, body).await;
        assert_eq!((response.status, &*response.body), (200, "ok"), "{body}");
    }

    async fn get(&mut self) -> (u16, String) {
        let response = self.polls.request("GET", &self.target, &GET, "").await;
        (response.status, response.body)
    }

    async fn expect(&mut self, answers: &[&str]) {
        let mut packets = Vec::new();
        while packets.len() < answers.len() {
            let (status, body) = self.get().await;
            assert_eq!(status, 200, "{body}");
            packets.extend(body.split('\u{1e}').map(str::to_owned));
        }
        assert_eq!(packets.len(), answers.len(), "{packets:?}");
        for (packet, answer) in packets.iter().zip(answers) {
            assert_packet(packet, answer);
        }
    }
}

async fn open_websocket(node: &Node, query: &str) -> WebSocket {
    let client = RawClient::connect(node.addr).await;
    let target = format!("{WEBSOCKET}{query}");
    client.upgrade(&target, &OPENING).await.unwrap()
}

async fn talk(websocket: &mut WebSocket, rows: &[Row]) {
    for row in rows {
        for frame in row.frames {
            match frame {
                Text(text) => websocket.send(text).await,
                Binary(bytes) => websocket.frame(2, bytes).await,
            }
        }
        let mut attachments = row.frames.iter().filter_map(|frame| match frame {
            Binary(bytes) => Some(bytes.to_vec()),
            Text(_) => None,
        });
        for answer in row.answers {
            // Each attachment that comes back is one that was sent.
            if answer.starts_with('b') {
                let Frame {
                    opcode, payload, ..
                } = websocket.next().await.unwrap();
                assert_eq!((opcode, payload), (2, attachments.next().unwrap()));
            } else {
                assert_packet(&websocket.text().await, answer);
            }
        }
    }
}

/// It leaves with DISCONNECT and a close frame.
async fn leave(mut websocket: WebSocket) {
    websocket.send("41").await;
    websocket.frame(8, &1000_u16.to_be_bytes()).await;
    assert_eq!(websocket.closed().await, Some(1000));
}

#[tokio::test]
async fn it_works_over_polling_alone() {
    let node = node().await;
    let mut session = Polling::open(&node, "").await;

    for row in &ROWS {
        for body in row.posts {
            session.post(body).await;
        }
        session.expect(row.answers).await;
    }

    session.post("41").await;
    session.post("1").await;
    assert_eq!(session.get().await.0, 400);
}

#[tokio::test]
async fn it_works_over_websocket_alone() {
    let node = node().await;
    let mut websocket = open_websocket(&node, "").await;
    assert!(websocket.text().await.starts_with("0{"));

    talk(&mut websocket, &ROWS).await;

    leave(websocket).await;
}

#[tokio::test]
async fn it_moves_to_websocket_with_a_poll_under_way() {
    let node = node().await;
    let mut session = Polling::open(&node, "").await;
    session.post(ROWS[0].posts[0]).await;
    session.expect(ROWS[0].answers).await;
    session.polls.send("GET", &session.target, &GET, "").await;
    let (_, sid) = session.target.split_once("&sid=").unwrap();

    let mut websocket = open_websocket(&node, &format!("&sid={sid}")).await;
    websocket.send("2probe").await;
    assert_eq!(websocket.text().await, "3probe");
    assert_eq!(session.polls.receive().await.body, "6");
    websocket.send("5").await;

    talk(&mut websocket, &ROWS[1..]).await;
    leave(websocket).await;
}

/// With `timestampRequests`, a query of the application, and another namespace.
#[tokio::test]
async fn its_query_may_come_before_the_session() {
    let node = node().await;
    let mut session = Polling::open(&node, "&t=Q8ZJVDZ&who=J%20A").await;

    session.post("40/chat,").await;
    session.expect(&["40/chat,{SID}"]).await;
    session.target = session.target.replace("Q8ZJVDZ", "Q8ZJVDZ.0");
    session.post(r#"42/chat,0["ask"]"#).await;
    session.expect(&[r#"42/chat,0["q","x"]"#]).await;
    session
        .post(r#"461-/chat,0["an",{"_placeholder":true,"num":0},7]"#)
        .await;
    session.post("bAQID\n").await;
    session
        .expect(&[
            r#"461-/chat,0["an",{"_placeholder":true,"num":0},7]"#,
            "bAQID",
        ])
        .await;
    session.post("41/chat,").await;
    session.post("1").await;

    assert_eq!(session.get().await.0, 400);
}

#[tokio::test]
async fn it_answers_pings_over_both_transports() {
    let interval = Duration::from_millis(20);
    let io = SocketIo::builder()
        .ping_interval(interval)
        .ping_timeout(Duration::from_secs(5));
    let io = io.routes(routes![connect]).build().unwrap();
    let node = Node::run(&io, axum::Router::new()).await;
    let mut session = Polling::open(&node, "").await;
    let mut websocket = open_websocket(&node, "").await;
    assert!(websocket.text().await.starts_with("0{"));

    for _ in 0..3 {
        session.expect(&["2"]).await;
        session.post("3").await;
        assert_eq!(websocket.text().await, "2");
        websocket.send("3").await;
    }
}

#[tokio::test]
async fn it_joins_again_after_the_server_has_disconnected_it() {
    let node = node().await;
    let mut session = Polling::open(&node, "").await;
    let mut websocket = open_websocket(&node, "").await;
    websocket.text().await;
    talk(&mut websocket, &ROWS[..1]).await;

    for _ in 0..2 {
        session.post(ROWS[0].posts[0]).await;
        session.expect(ROWS[0].answers).await;
        session.post(r#"42["kick"]"#).await;
        session.expect(&["41"]).await;
        websocket.send(r#"42["kick"]"#).await;
        assert_eq!(websocket.text().await, "41");
        talk(&mut websocket, &ROWS[..1]).await;
    }
}
