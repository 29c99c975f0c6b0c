use std::{future::poll_fn, task::Waker, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::*;
use crate::{
    config::Config,
    engine::{Backlog, Draft, Engine, Handshake, Message, Stream, Turn, budget::Quota, frame},
};

mod broken;
mod closing;
mod opening;
mod packets;
mod permutations;
mod rhythm;
mod threads;
mod turns;

const MASK: [u8; 4] = [9, 8, 7, 6];

/// How a message is answered: as a reply, by a push, or to all other peers.
fn answer(connection: &mut Connection, others: &[Arc<Peer>], text: &str) {
    if let Some(text) = text.strip_prefix("all ") {
        others.iter().for_each(|peer| peer.push(message(text)));
    } else if let Some(text) = text.strip_prefix("push ") {
        connection.peer().clone().push(message(text));
    } else {
        connection.reply(crate::engine::Form::Text, text.len(), |out| {
            out.extend_from_slice(text.as_bytes())
        });
    }
}

pub(in crate::engine) fn message(text: &str) -> Message {
    let mut draft = Draft::new(crate::engine::Form::Text);
    draft.buffer().extend_from_slice(text.as_bytes());
    draft.finish(Vec::new())
}

/// A connection's task as the floor above writes it.
pub(crate) async fn serve(mut connection: Connection, others: Vec<Arc<Peer>>) -> Reason {
    connection.joined();
    let mut backlog = Backlog::default();
    let reason = poll_fn(|cx| {
        let turn = Turn::begin(connection.peer(), &backlog, Quota::default());
        let ended = turn_of(&mut connection, &others, cx);
        let _ = connection.poll_flush(cx);
        turn.end(&mut backlog, cx);
        ended
    })
    .await;
    poll_fn(|cx| connection.poll_close(cx, reason)).await;
    reason
}

fn turn_of(
    connection: &mut Connection,
    others: &[Arc<Peer>],
    cx: &mut Context<'_>,
) -> Poll<Reason> {
    if let Poll::Ready(reason) = connection.poll_drive(cx) {
        return Poll::Ready(reason);
    }
    let mut inbox = connection.take_inbox();
    let ended = loop {
        match connection.next(&mut inbox) {
            Some(Ok(Incoming::Text(text))) => {
                let text = text.to_owned();
                answer(connection, others, &text);
            }
            Some(Ok(Incoming::Binary(bytes))) => {
                let text = format!("{} bytes", bytes.len());
                answer(connection, others, &text);
            }
            Some(Ok(Incoming::Handled)) => {}
            Some(Err(reason)) => break Poll::Ready(reason),
            None => match connection.poll_fill(cx, &mut inbox) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(reason)) => break Poll::Ready(reason),
                Poll::Pending => break Poll::Pending,
            },
        }
    };
    connection.stash(inbox);
    ended
}

/// Nothing is rescued by a ping.
fn silent() -> Config {
    Config {
        ping_interval: Duration::from_secs(86_400),
        ..Config::default()
    }
}

pub(in crate::engine) struct Talk<T>(pub(in crate::engine) T);
pub(in crate::engine) type Client = Talk<TcpStream>;

impl<T: tokio::io::AsyncWrite + Unpin> Talk<T> {
    pub(in crate::engine) async fn send(&mut self, opcode: u8, payload: &[u8]) {
        let (header, size) = frame::header(frame::Opcode::Text, payload.len());
        let mut bytes = header[..size].to_vec();
        bytes[0] = 0x80 | opcode;
        bytes[1] |= 0x80;
        bytes.extend(MASK);
        bytes.extend(
            payload
                .iter()
                .enumerate()
                .map(|(i, byte)| byte ^ MASK[i % 4]),
        );
        self.0.write_all(&bytes).await.unwrap();
    }

    pub(in crate::engine) async fn say(&mut self, text: &str) {
        self.send(1, format!("4{text}").as_bytes()).await;
    }
}

impl<T: tokio::io::AsyncRead + Unpin> Talk<T> {
    /// Opcode and payload of the next frame.
    pub(in crate::engine) async fn hear(&mut self) -> (u8, Vec<u8>) {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).await.unwrap();
        let length = match head[1] {
            126 => usize::from(self.0.read_u16().await.unwrap()),
            127 => self.0.read_u64().await.unwrap().try_into().unwrap(),
            length => length.into(),
        };
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).await.unwrap();
        (head[0] & 0xf, payload)
    }

    pub(in crate::engine) async fn text(&mut self) -> String {
        let (opcode, payload) = self.hear().await;
        assert_eq!(opcode, 1);
        String::from_utf8(payload).unwrap()
    }

    pub(in crate::engine) async fn ended(&mut self) {
        assert_eq!(self.0.read(&mut [0]).await.unwrap(), 0);
    }
}

pub(in crate::engine) async fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let far = TcpStream::connect(listener.local_addr().unwrap())
        .await
        .unwrap();
    (listener.accept().await.unwrap().0, far)
}

pub(in crate::engine) fn handshake() -> Handshake {
    Handshake::new(&mut http::Request::new(()).into_parts().0, None)
}

async fn open(engine: &Arc<Engine>) -> (Connection, Client) {
    let (near, far) = pair().await;
    let connection = engine.open_websocket(
        crate::sid::Sid::random(),
        handshake(),
        Stream::tcp(near, Bytes::new()),
    );
    (connection, Talk(far))
}

async fn started(config: Config) -> (Client, JoinHandle<Reason>, Arc<Peer>) {
    let engine = Engine::new(Arc::new(config));
    let (connection, mut client) = open(&engine).await;
    let peer = Arc::clone(connection.peer());
    let task = tokio::spawn(serve(connection, Vec::new()));
    assert!(client.text().await.starts_with("0{"));
    (client, task, peer)
}

#[tokio::test]
async fn replies_and_pushes_keep_their_order() {
    let (mut client, _task, _peer) = started(Config::default()).await;
    let mut wire = Vec::new();
    for i in 0..100 {
        wire.push(if i % 3 == 0 {
            format!("push {i}")
        } else {
            i.to_string()
        });
    }
    for text in &wire {
        client.say(text).await;
    }

    for i in 0..100 {
        assert_eq!(client.text().await, format!("4{i}"));
    }
}

#[tokio::test]
async fn a_broadcast_reaches_peers_of_other_tasks_in_order() {
    let engine = Engine::new(Arc::new(Config::default()));
    let (mut peers, mut clients) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        let (connection, mut client) = open(&engine).await;
        peers.push(Arc::clone(connection.peer()));
        tokio::spawn(serve(connection, Vec::new()));
        client.text().await;
        clients.push(client);
    }
    let (connection, mut sender) = open(&engine).await;
    tokio::spawn(serve(connection, peers));

    for i in 0..20 {
        sender.say(&format!("all {i}")).await;
    }

    for client in &mut clients {
        for i in 0..20 {
            assert_eq!(client.text().await, format!("4{i}"));
        }
    }
}

#[tokio::test]
async fn what_is_pushed_from_elsewhere_arrives() {
    let (mut client, _task, peer) = started(Config::default()).await;

    tokio::spawn(async move { peer.push(message("from afar")) })
        .await
        .unwrap();

    assert_eq!(client.text().await, "4from afar");
}

#[tokio::test]
async fn a_message_larger_than_the_buffer_comes_whole() {
    let (mut client, _task, _peer) = started(Config::default()).await;
    let text = "x".repeat(900_000);

    client.say(&text).await;

    assert_eq!(client.text().await, format!("4{text}"));
}

#[tokio::test]
async fn a_violation_is_answered_with_its_code() {
    let config = || Config {
        max_payload: 1000,
        ..Config::default()
    };
    for (opcode, payload, code) in [
        (1, vec![b'4', 0xff], 1007_u16),
        (2, vec![0; 2000], 1009),
        (3, Vec::new(), 1002),
    ] {
        let (mut client, task, _peer) = started(config()).await;

        client.send(opcode, &payload).await;

        assert_eq!(client.hear().await, (8, code.to_be_bytes().to_vec()));
        client.ended().await;
        drop(client);
        assert_eq!(task.await.unwrap(), Reason::TransportError);
    }
}

#[tokio::test]
async fn ends_have_their_reasons() {
    for (opcode, payload, reason) in [
        (1, "9", Reason::ParseError),
        (1, "1", Reason::TransportClose),
        (8, "\u{3}\u{79}", Reason::TransportError),
        (8, "", Reason::TransportClose),
    ] {
        let (mut client, task, peer) = started(Config::default()).await;

        client.send(opcode, payload.as_bytes()).await;
        while client
            .0
            .read(&mut [0; 16])
            .await
            .is_ok_and(|count| count > 0)
        {}
        drop(client);

        assert_eq!(task.await.unwrap(), reason, "{payload}");
        assert!(peer.is_closed());
    }
}

#[tokio::test]
async fn a_client_that_goes_away_is_noticed() {
    let (client, task, _peer) = started(Config::default()).await;

    drop(client);

    assert_eq!(task.await.unwrap(), Reason::TransportClose);
}

#[tokio::test]
async fn a_request_to_close_writes_what_is_queued_first() {
    let (mut client, task, peer) = started(Config::default()).await;

    peer.push(message("last"));
    peer.close(Reason::ServerShuttingDown);

    assert_eq!(client.text().await, "4last");
    assert_eq!(client.hear().await, (8, 1001_u16.to_be_bytes().to_vec()));
    drop(client);
    assert_eq!(task.await.unwrap(), Reason::ServerShuttingDown);
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_closed_and_its_queue_freed() {
    let (_client, task, peer) = started(Config {
        outbound_bytes: 4 << 20,
        ..Config::default()
    })
    .await;
    let text = "x".repeat(100_000);

    while !peer.is_closed() {
        peer.push(message(&text));
        tokio::task::yield_now().await;
    }

    assert_eq!(task.await.unwrap(), Reason::SlowConsumer);
    assert_eq!(peer.state.lock().outbox.bytes(), 0);
}

#[tokio::test]
async fn a_client_that_reads_slowly_gets_all_in_order() {
    let (mut client, _task, peer) = started(Config::default()).await;
    let text = "x".repeat(50_000);
    for i in 0..100 {
        peer.push(message(&format!("{i} {text}")));
    }

    for i in 0..100 {
        assert_eq!(client.text().await, format!("4{i} {text}"));
    }
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_not_read_and_goes_on_when_it_does() {
    let (client, _task, _peer) = started(silent()).await;
    let (read, write) = client.0.into_split();
    let text = "x".repeat(10_000);
    let mut talker = Talk(write);
    let talking = tokio::spawn({
        let text = text.clone();
        async move {
            for i in 0..2000 {
                talker.say(&format!("{i} {text}")).await;
            }
            talker
        }
    });
    // The server stops reading once it has sent more than is taken: then the talker is stuck.
    let mut listener = Talk(read);
    for i in 0..2000 {
        assert_eq!(listener.text().await, format!("4{i} {text}"));
    }
    talking.await.unwrap();
}
