//! The servers that the suites of both protocols ask for, as programs: each starts, and does what its suite needs.

use std::process::Stdio;

use serde_json::{Value, json};
use tests::{Frame, RawClient, WebSocket, first_line};
use tokio::process::{Child, Command};

const ENGINE: &str = "/engine.io/?EIO=4&transport=";

/// A server of a suite, on a port of its own, for as long as the test lives.
struct Server {
    addr: String,
    _program: Child,
}

impl Server {
    async fn start(program: &str) -> Self {
        let mut program = Command::new(program)
            .arg("0")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let (line, _) = first_line(&mut program).await;
        let (_, addr) = line
            .rsplit_once("http://")
            .expect("it says where it listens");
        Self {
            addr: addr.to_owned(),
            _program: program,
        }
    }

    async fn engine() -> Self {
        Self::start(env!("CARGO_BIN_EXE_engineio-suite-server")).await
    }

    async fn client(&self) -> RawClient {
        RawClient::connect(self.addr.parse().unwrap()).await
    }

    async fn websocket(&self, target: &str) -> WebSocket {
        self.client().await.upgrade(target, &[]).await.unwrap()
    }
}

/// What an OPEN packet says, but for the session's id.
fn opened(packet: &str, upgrades: &[&str]) -> String {
    let mut open: Value = serde_json::from_str(packet.strip_prefix('0').unwrap()).unwrap();
    let sid = open["sid"].take().as_str().unwrap().to_owned();
    assert_eq!(
        open,
        json!({
            "sid": null,
            "upgrades": upgrades,
            "pingInterval": 300,
            "pingTimeout": 200,
            "maxPayload": 1_000_000,
        })
    );
    sid
}

#[tokio::test]
async fn the_engine_sends_back_what_is_posted() {
    let server = Server::engine().await;
    let mut client = server.client().await;
    let target = format!("{ENGINE}polling");
    let sid = opened(&client.get(&target).await.body, &["websocket"]);
    let target = format!("{target}&sid={sid}");

    for body in [
        "4hello",
        "4test1\u{1e}4test2\u{1e}4test3",
        "4hello\u{1e}bAQIDBA==",
    ] {
        let posted = client.request("POST", &target, &[], body).await;
        assert_eq!((posted.status, &*posted.body), (200, "ok"));
        assert_eq!(client.get(&target).await.body, body);
    }

    assert_eq!(
        client.request("POST", &target, &[], "abc").await.status,
        400
    );
    assert_eq!(client.get(&target).await.status, 400);
}

#[tokio::test]
async fn the_engine_sends_back_what_a_websocket_brings() {
    let server = Server::engine().await;
    let target = format!("{ENGINE}websocket");
    let mut websocket = server.websocket(&target).await;
    opened(&websocket.text().await, &[]);

    websocket.send("4hello").await;
    assert_eq!(websocket.text().await, "4hello");
    websocket.frame(2, &[1, 2, 3, 4]).await;
    let frame = Frame {
        compressed: false,
        opcode: 2,
        payload: vec![1, 2, 3, 4],
    };
    assert_eq!(websocket.next().await, Some(frame));

    websocket.send("abc").await;
    assert_eq!(websocket.closed().await, Some(1002));
}

#[tokio::test]
async fn the_engine_sends_back_what_comes_after_an_upgrade() {
    let server = Server::engine().await;
    let mut client = server.client().await;
    let sid = opened(
        &client.get(&format!("{ENGINE}polling")).await.body,
        &["websocket"],
    );
    let mut websocket = server
        .websocket(&format!("{ENGINE}websocket&sid={sid}"))
        .await;
    websocket.send("2probe").await;
    assert_eq!(websocket.text().await, "3probe");

    websocket.send("5").await;
    websocket.send("4hello").await;

    assert_eq!(websocket.text().await, "4hello");
}

/// What a client says, and what it gets for that. A text is a packet, and bytes are an attachment.
const TALK: [(&[&str], &[&str]); 9] = [
    (&["40"], &["40{SID}", r#"42["auth",{}]"#]),
    (
        &[r#"40/custom,{"token":"abc"}"#],
        &["40/custom,{SID}", r#"42/custom,["auth",{"token":"abc"}]"#],
    ),
    (
        &["40/random"],
        &[r#"44/random,{"message":"Invalid namespace"}"#],
    ),
    (
        &[r#"42["message",1,"2",{"3":[true]}]"#],
        &[r#"42["message-back",1,"2",{"3":[true]}]"#],
    ),
    (
        &[
            r#"452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#,
            "bAQID",
            "bBAUG",
        ],
        &[
            r#"452-["message-back",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#,
            "bAQID",
            "bBAUG",
        ],
    ),
    (
        &[r#"42456["message-with-ack",1,"2",{"3":[false]}]"#],
        &[r#"43456[1,"2",{"3":[false]}]"#],
    ),
    (
        &[
            r#"452-789["message-with-ack",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#,
            "bAQID",
            "bBAUG",
        ],
        &[
            r#"462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#,
            "bAQID",
            "bBAUG",
        ],
    ),
    (&["41", "40"], &["40{SID}", r#"42["auth",{}]"#]),
    // A text that is no packet ends the session.
    (&["4abc"], &[]),
];

#[tokio::test]
async fn the_server_of_the_socketio_suite_answers_as_its_suite_expects() {
    let server = Server::start(env!("CARGO_BIN_EXE_socketio-suite-server")).await;
    // With base64, attachments are texts in both directions.
    let mut websocket = server
        .websocket("/socket.io/?EIO=4&transport=websocket&b64=1")
        .await;
    opened(&websocket.text().await, &[]);

    for (said, answers) in TALK {
        for packet in said {
            websocket.send(packet).await;
        }
        for answer in answers {
            let mut packet = websocket.text().await;
            while packet == "2" {
                websocket.send("3").await;
                packet = websocket.text().await;
            }
            match answer.split_once("{SID}") {
                Some((begin, _)) => {
                    assert!(
                        packet.starts_with(&format!("{begin}{{\"sid\":\"")),
                        "{packet}"
                    )
                }
                None => assert_eq!(packet, *answer),
            }
        }
    }
    assert_eq!(websocket.closed().await, Some(1002));
}
