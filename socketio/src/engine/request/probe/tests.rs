//! Leaving polling for a WebSocket: in order, with nothing lost; and what happens when it fails.

use std::time::Duration;

use tokio::{task::JoinHandle, time::timeout};

use super::*;
use crate::{
    config::Config,
    engine::{
        Engine, Get, Refusal,
        connection::tests::{Client, Talk, handshake, message, pair, serve},
    },
    observe::Reason,
    sid::Sid,
};

struct Session {
    peer: Arc<Peer>,
    task: JoinHandle<Reason>,
}

impl Session {
    async fn start() -> Self {
        let engine = Engine::new(Arc::new(Config::default()));
        let connection = engine.open_polling(Sid::random(), handshake());
        let peer = Arc::clone(connection.peer());
        let task = tokio::spawn(serve(connection, Vec::new()));
        let session = Self { peer, task };
        assert!(session.get().await.starts_with("0{"));
        session
    }

    async fn get(&self) -> String {
        body(self.peer.begin_get().unwrap()).await
    }

    async fn post(&self, body: &'static str) {
        let mut post = self.peer.begin_post().unwrap();
        poll_fn(|cx| post.poll_deliver(cx, &body.into()))
            .await
            .unwrap();
    }

    async fn probe(&self) -> (Client, JoinHandle<()>) {
        let (near, far) = pair().await;
        let probe = Probe::begin(Arc::clone(&self.peer), false);
        (
            Talk(far),
            tokio::spawn(probe.run(Stream::tcp(near, bytes::Bytes::new()))),
        )
    }

    /// Over to a WebSocket.
    async fn upgrade(&self) -> Client {
        let (mut client, probe) = self.probe().await;
        client.send(1, b"2probe").await;
        assert_eq!(client.text().await, "3probe");
        client.send(1, b"5").await;
        probe.await.unwrap();
        client
    }
}

/// Another WebSocket for the session is accepted, and closed at once.
async fn turned_away(session: &Session) {
    let (mut client, _probe) = session.probe().await;
    client.send(1, b"2probe").await;
    assert_eq!(client.hear().await, (8, Vec::new()));
    client.ended().await;
}

async fn body(mut get: Get) -> String {
    String::from_utf8(poll_fn(|cx| get.poll_body(cx)).await.bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn the_session_goes_on_over_the_websocket() {
    let session = Session::start().await;

    let mut client = session.upgrade().await;

    assert_eq!(session.peer.transport(), TransportKind::WebSocket);
    client.say("hello").await;
    assert_eq!(client.text().await, "4hello");
    session.peer.push(message("pushed"));
    assert_eq!(client.text().await, "4pushed");
}

#[tokio::test]
async fn polls_are_answered_at_once_while_the_client_wants_to_move() {
    let session = Session::start().await;
    let waiting = tokio::spawn(body(session.peer.begin_get().unwrap()));
    let (mut client, _probe) = session.probe().await;

    client.send(1, b"2probe").await;

    assert_eq!(client.text().await, "3probe");
    assert_eq!(waiting.await.unwrap(), "6");
    assert_eq!(session.get().await, "6");
    session.peer.push(message("still polled"));
    assert_eq!(session.get().await, "4still polled");
}

#[tokio::test]
async fn nothing_is_lost_or_reordered() {
    let session = Session::start().await;
    let (mut client, _probe) = session.probe().await;
    client.send(1, b"2probe").await;
    client.text().await;

    session.post("4push a\u{1e}4push b").await;
    client.send(1, b"5").await;
    client.say("push c").await;
    client.say("d").await;

    for text in ["4a", "4b", "4c", "4d"] {
        assert_eq!(client.text().await, text);
    }
}

#[tokio::test]
async fn what_was_polled_but_not_read_is_read_first() {
    let engine = Engine::new(Arc::new(Config::default()));
    let connection = engine.open_polling(Sid::random(), handshake());
    let peer = Arc::clone(connection.peer());
    body(peer.begin_get().unwrap()).await;
    let mut post = peer.begin_post().unwrap();
    let posting =
        tokio::spawn(
            async move { poll_fn(|cx| post.poll_deliver(cx, &"4a\u{1e}4b".into())).await },
        );
    tokio::task::yield_now().await;
    let (near, far) = pair().await;
    let mut client = Talk(far);
    let probe = Probe::begin(Arc::clone(&peer), false);
    client.send(1, b"5").await;
    client.say("c").await;
    probe.run(Stream::tcp(near, bytes::Bytes::new())).await;
    peer.push(message("queued"));

    tokio::spawn(serve(connection, Vec::new()));

    posting.await.unwrap().unwrap();
    for text in ["4queued", "4a", "4b", "4c"] {
        assert_eq!(client.text().await, text);
    }
}

#[tokio::test]
async fn after_the_move_polling_is_over() {
    let session = Session::start().await;
    let waiting = tokio::spawn(body(session.peer.begin_get().unwrap()));

    let mut client = session.upgrade().await;

    assert_eq!(waiting.await.unwrap(), "6");
    assert_eq!(session.peer.begin_get().unwrap_err(), Refusal::BadRequest);
    assert_eq!(session.peer.begin_post().unwrap_err(), Refusal::BadRequest);
    turned_away(&session).await;
    client.say("unharmed").await;
    assert_eq!(client.text().await, "4unharmed");
}

#[tokio::test]
async fn one_websocket_is_tried_at_a_time() {
    let session = Session::start().await;
    let (client, probe) = session.probe().await;

    turned_away(&session).await;

    drop(client);
    probe.await.unwrap();
    session.upgrade().await;
}

#[tokio::test]
async fn a_probe_that_fails_leaves_polling_as_it_was() {
    for (opcode, payload) in [
        (1, &b"4too early"[..]),
        (2, b"\x01"),
        (8, b""),
        (1, b"abc"),
        (3, b""),
    ] {
        let session = Session::start().await;
        let (mut client, probe) = session.probe().await;
        client.send(1, b"2probe").await;
        client.text().await;

        client.send(opcode, payload).await;
        probe.await.unwrap();

        session.post("4hello").await;
        assert_eq!(session.get().await, "4hello");
        let waiting = body(session.peer.begin_get().unwrap());
        assert!(
            timeout(Duration::from_millis(1), waiting).await.is_err(),
            "polls wait again"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_probe_has_its_time() {
    let session = Session::start().await;
    let (near, _far) = tokio::io::duplex(1000);
    let probe = Probe::begin(Arc::clone(&session.peer), false);

    let started = tokio::time::Instant::now();
    probe.run(Stream::other(near, bytes::Bytes::new())).await;

    assert_eq!(started.elapsed(), Duration::from_secs(10));
    session.post("4hello").await;
    assert_eq!(session.get().await, "4hello");
}

#[tokio::test]
async fn a_ping_of_the_websocket_is_answered_amid_the_probe() {
    let session = Session::start().await;
    let (mut client, _probe) = session.probe().await;

    client.send(9, b"x").await;
    client.send(10, b"").await;
    client.send(1, b"2probe").await;

    assert_eq!(client.hear().await, (10, b"x".to_vec()));
    assert_eq!(client.text().await, "3probe");
}

#[tokio::test]
async fn a_move_that_comes_after_the_end_is_ignored() {
    let session = Session::start().await;
    let (mut client, probe) = session.probe().await;
    session.post("1").await;
    session.task.await.unwrap();

    client.send(1, b"5").await;

    probe.await.unwrap();
    client.ended().await;
}

#[tokio::test]
async fn a_stream_that_is_no_tcp_does_as_well() {
    let session = Session::start().await;
    let (near, mut far) = tokio::io::duplex(1000);
    let probe = tokio::spawn(
        Probe::begin(Arc::clone(&session.peer), false)
            .run(Stream::other(near, bytes::Bytes::new())),
    );

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    far.write_all(b"\x81\x86\0\0\0\x002probe\x81\x81\0\0\0\x005\x81\x83\0\0\0\x004hi")
        .await
        .unwrap();
    probe.await.unwrap();

    let mut bytes = [0; 13];
    far.read_exact(&mut bytes).await.unwrap();
    assert_eq!(&bytes, b"\x81\x063probe\x81\x034hi");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_others_push_amid_the_move_arrives_once_and_in_order() {
    const MESSAGES: usize = 300;
    for round in 0..100 {
        let session = Session::start().await;
        let peer = Arc::clone(&session.peer);
        let pushing = tokio::spawn(async move {
            for i in 0..MESSAGES {
                peer.push(message(&i.to_string()));
                if i % (round % 7 + 1) == 0 {
                    tokio::task::yield_now().await;
                }
            }
        });
        let mut heard: Vec<String> = Vec::new();
        let mut hear = |body: String| {
            let packets = body.split('\u{1e}').filter(|packet| *packet != "6");
            heard.extend(packets.map(str::to_owned));
        };

        // The client polls until it hears that its WebSocket works, and has no poll under way when it moves.
        let (mut client, _probe) = session.probe().await;
        client.send(1, b"2probe").await;
        hear(session.get().await);
        assert_eq!(client.text().await, "3probe");
        hear(session.get().await);
        client.send(1, b"5").await;
        while heard.len() < MESSAGES {
            heard.push(client.text().await);
        }

        let pushed: Vec<_> = (0..MESSAGES).map(|i| format!("4{i}")).collect();
        assert_eq!(heard, pushed, "round {round}");
        pushing.await.unwrap();
    }
}

/// What a client hears that moves as the official one does, while the server says something and closes the session
/// after `steps` steps of its tasks. The last is the code of the close frame.
async fn hear_a_kick(tcp: bool, steps: usize) -> Vec<String> {
    let session = Session::start().await;
    let peer = Arc::clone(&session.peer);
    let mut heard = Vec::new();
    if tcp {
        let (near, far) = pair().await;
        move_and_hear(
            &peer,
            Stream::tcp(near, bytes::Bytes::new()),
            far,
            steps,
            &mut heard,
        )
        .await;
    } else {
        let (near, far) = tokio::io::duplex(1000);
        move_and_hear(
            &peer,
            Stream::other(near, bytes::Bytes::new()),
            far,
            steps,
            &mut heard,
        )
        .await;
    }
    assert_eq!(
        session.task.await.unwrap(),
        Reason::ServerNamespaceDisconnect
    );
    heard
}

async fn move_and_hear(
    peer: &Arc<Peer>,
    near: Stream,
    far: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    steps: usize,
    heard: &mut Vec<String>,
) {
    let mut client = Talk(far);
    let kicked = Arc::clone(peer);
    tokio::spawn(async move {
        for _ in 0..steps {
            tokio::task::yield_now().await;
        }
        kicked.push(message("event"));
        kicked.push(message("1"));
        kicked.close(Reason::ServerNamespaceDisconnect);
    });
    let probe = Probe::begin(Arc::clone(peer), false);
    tokio::spawn(probe.run(near));
    client.send(1, b"2probe").await;
    // The client polls until it hears that its WebSocket works, and waits for the poll that is under way then.
    let polling = body(peer.begin_get().unwrap());
    let (answer, polled) = tokio::join!(client.hear(), polling);
    assert_eq!(answer, (1, b"3probe".to_vec()));
    let packets = polled.split('\u{1e}').filter(|packet| *packet != "6");
    heard.extend(packets.map(str::to_owned));
    client.send(1, b"5").await;
    loop {
        match client.hear().await {
            (1, text) => heard.push(String::from_utf8(text).unwrap()),
            (8, code) => {
                heard.push(u16::from_be_bytes(code.try_into().unwrap()).to_string());
                return;
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_client_that_is_kicked_amid_the_move_hears_all_of_it() {
    for tcp in [true, false] {
        for steps in 0..60 {
            let heard = timeout(Duration::from_secs(10), hear_a_kick(tcp, steps))
                .await
                .unwrap_or_else(|_| panic!("nothing is heard: tcp {tcp}, {steps} steps"));

            assert_eq!(heard, ["4event", "41", "1000"], "tcp {tcp}, {steps} steps");
        }
    }
}
