//! A polling session from its requests' side: what GETs and POSTs get, and what ends the session.

use std::{future::poll_fn, sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::{task::JoinHandle, time::timeout};

use super::*;
use crate::{
    config::Config,
    engine::{
        Draft, Engine, Peer,
        connection::tests::{handshake, message, serve},
    },
    observe::Reason,
    sid::Sid,
};

/// A session with an echo behind it, past its first GET.
async fn started(config: Config) -> (Arc<Peer>, JoinHandle<Reason>) {
    let engine = Engine::new(Arc::new(config));
    let connection = engine.open_polling(Sid::random(), handshake());
    let peer = Arc::clone(connection.peer());
    let task = tokio::spawn(serve(connection, Vec::new()));
    assert!(get(&peer).await.starts_with("0{"));
    (peer, task)
}

async fn get(peer: &Arc<Peer>) -> String {
    body(peer.begin_get().unwrap()).await
}

async fn body(mut get: Get) -> String {
    let body = poll_fn(|cx| get.poll_body(cx)).await.bytes;
    String::from_utf8(body.to_vec()).unwrap()
}

async fn post(peer: &Arc<Peer>, body: &'static str) -> Result<(), Refusal> {
    let mut post = peer.begin_post()?;
    let body = Bytes::from_static(body.as_bytes());
    poll_fn(|cx| post.poll_deliver(cx, &body)).await
}

/// A GET that has begun to wait.
async fn waiting(peer: &Arc<Peer>) -> JoinHandle<String> {
    let get = peer.begin_get().unwrap();
    let task = tokio::spawn(body(get));
    tokio::task::yield_now().await;
    task
}

#[tokio::test]
async fn what_is_posted_is_handled_and_answered_in_order() {
    let (peer, _task) = started(Config::default()).await;

    post(&peer, "4one\u{1e}4push two\u{1e}4three\u{1e}bAQID")
        .await
        .unwrap();

    assert_eq!(get(&peer).await, "4one\u{1e}4two\u{1e}4three\u{1e}43 bytes");
}

#[tokio::test]
async fn a_get_waits_until_something_is_said() {
    let (peer, _task) = started(Config::default()).await;
    let waiting = waiting(&peer).await;

    peer.push(message("hello"));

    assert_eq!(waiting.await.unwrap(), "4hello");
}

#[tokio::test]
async fn attachments_follow_their_message_as_base64() {
    let (peer, _task) = started(Config::default()).await;
    let mut draft = Draft::new(crate::engine::Form::Text);
    draft.buffer().extend_from_slice(b"52-[]");

    peer.push(draft.finish(vec![Bytes::from_static(&[1, 2, 3, 4]), Bytes::new()]));

    assert_eq!(get(&peer).await, "452-[]\u{1e}bAQIDBA==\u{1e}b");
}

#[tokio::test]
async fn no_body_has_more_packets_than_python_takes_not_even_of_one_event() {
    let (peer, _task) = started(Config::default()).await;
    let mut draft = Draft::new(crate::engine::Form::Text);
    draft.buffer().extend_from_slice(b"540-[]");
    let attachments = (0..40).map(|byte| Bytes::from(vec![byte]));

    peer.push(message("before"));
    peer.push(draft.finish(attachments.collect()));
    peer.push(message("behind"));

    let mut counts = Vec::new();
    let mut packets = Vec::new();
    while packets.len() < 43 {
        let body = get(&peer).await;
        counts.push(body.split('\u{1e}').count());
        packets.extend(body.split('\u{1e}').map(str::to_owned));
    }
    assert_eq!(counts, [1, 16, 16, 10]);
    assert_eq!((&*packets[0], &*packets[1]), ("4before", "4540-[]"));
    let encoded = |byte: u8| {
        let bytes = crate::engine::format::payload::encode(&[byte]);
        String::from_utf8(bytes).unwrap()
    };
    let sent: Vec<String> = (0..40).map(encoded).collect();
    assert_eq!(packets[2..42], sent);
    assert_eq!(packets[42], "4behind");
    assert_eq!(peer.queued_bytes(), 0);
}

#[tokio::test]
async fn a_backlog_is_cut_into_bodies() {
    let (peer, _task) = started(Config {
        max_payload: 100,
        ..Config::default()
    })
    .await;
    for _ in 0..3 {
        peer.push(message(&"x".repeat(60)));
    }
    peer.push(message(&"y".repeat(500)));
    for i in 0..20 {
        peer.push(message(&i.to_string()));
    }

    for _ in 0..3 {
        assert_eq!(get(&peer).await.len(), 61);
    }
    assert_eq!(get(&peer).await.len(), 501);
    let mut rest = get(&peer).await;
    assert_eq!(rest.split('\u{1e}').count(), 16);
    rest += "\u{1e}";
    rest += &get(&peer).await;
    assert_eq!(
        rest,
        (0..20)
            .map(|i| format!("4{i}"))
            .collect::<Vec<_>>()
            .join("\u{1e}")
    );
}

#[tokio::test]
async fn overlapping_gets_end_the_session() {
    let (peer, task) = started(Config::default()).await;
    let first = waiting(&peer).await;

    assert_eq!(peer.begin_get().unwrap_err(), Refusal::BadRequest);

    assert_eq!(first.await.unwrap(), "1");
    assert_eq!(task.await.unwrap(), Reason::TransportError);
}

#[tokio::test]
async fn overlapping_posts_end_the_session() {
    let (peer, task) = started(Config::default()).await;
    let _first = peer.begin_post().unwrap();

    assert_eq!(peer.begin_post().unwrap_err(), Refusal::BadRequest);

    assert_eq!(task.await.unwrap(), Reason::TransportError);
}

#[tokio::test]
async fn an_aborted_get_ends_the_session() {
    let (peer, task) = started(Config::default()).await;
    let waiting = waiting(&peer).await;

    waiting.abort();

    assert_eq!(task.await.unwrap(), Reason::TransportError);
    assert_eq!(peer.begin_get().unwrap_err(), Refusal::BadRequest);
}

#[tokio::test]
async fn an_aborted_post_ends_the_session() {
    let (peer, task) = started(Config::default()).await;

    drop(peer.begin_post().unwrap());

    assert_eq!(task.await.unwrap(), Reason::TransportError);
}

#[tokio::test]
async fn a_post_that_is_too_large_leaves_the_session_alone() {
    let (peer, _task) = started(Config::default()).await;

    peer.begin_post().unwrap().give_up();

    post(&peer, "4still here").await.unwrap();
    assert_eq!(get(&peer).await, "4still here");
}

#[tokio::test]
async fn a_malformed_post_is_refused_and_ends_the_session() {
    for malformed in ["abc", "", "4a\u{1e}", "\u{1e}", "4a\u{1e}7"] {
        let (peer, task) = started(Config::default()).await;
        let waiting = waiting(&peer).await;

        assert_eq!(
            post(&peer, malformed).await,
            Err(Refusal::BadRequest),
            "{malformed:?}"
        );

        assert_eq!(waiting.await.unwrap(), "1");
        assert_eq!(task.await.unwrap(), Reason::ParseError);
    }
}

#[tokio::test]
async fn malformed_packets_end_the_session() {
    for (malformed, reason) in [("b!", Reason::ParseError), ("2", Reason::TransportError)] {
        let (peer, task) = started(Config::default()).await;
        let waiting = waiting(&peer).await;

        post(&peer, malformed).await.unwrap();

        assert_eq!(waiting.await.unwrap(), "1");
        assert_eq!(task.await.unwrap(), reason, "{malformed:?}");
    }
}

#[tokio::test]
async fn a_client_that_closes_gets_a_noop() {
    let (peer, task) = started(Config::default()).await;
    let waiting = waiting(&peer).await;

    post(&peer, "1").await.unwrap();

    assert_eq!(waiting.await.unwrap(), "6");
    assert_eq!(task.await.unwrap(), Reason::TransportClose);
}

#[tokio::test]
async fn a_session_that_is_closed_delivers_the_rest_and_says_so() {
    let (peer, task) = started(Config::default()).await;
    for i in 0..20 {
        peer.push(message(&i.to_string()));
    }

    peer.close(Reason::ServerNamespaceDisconnect);
    tokio::task::yield_now().await;

    assert_eq!(get(&peer).await.split('\u{1e}').count(), 16);
    assert_eq!(get(&peer).await, "416\u{1e}417\u{1e}418\u{1e}419");
    assert_eq!(get(&peer).await, "1");
    assert_eq!(task.await.unwrap(), Reason::ServerNamespaceDisconnect);
}

#[tokio::test(start_paused = true)]
async fn a_closed_session_does_not_wait_for_ever_for_a_get() {
    let (peer, task) = started(Config::default()).await;

    peer.close(Reason::ForcedServerClose);

    assert_eq!(
        timeout(Duration::from_secs(3), task)
            .await
            .unwrap()
            .unwrap(),
        Reason::ForcedServerClose
    );
}

#[tokio::test(start_paused = true)]
async fn pings_are_polled_and_answered_by_post() {
    let (peer, task) = started(Config::default()).await;

    for _ in 0..3 {
        assert_eq!(get(&peer).await, "2");
        post(&peer, "3").await.unwrap();
    }

    assert_eq!(get(&peer).await, "2");
    assert_eq!(waiting(&peer).await.await.unwrap(), "1");
    assert_eq!(task.await.unwrap(), Reason::PingTimeout);
}

#[tokio::test]
async fn a_volatile_message_needs_a_get_that_waits() {
    let (peer, _task) = started(Config::default()).await;

    assert!(!peer.push_volatile(message("lost")));
    let waiting = waiting(&peer).await;
    assert!(peer.push_volatile(message("taken")));

    assert_eq!(waiting.await.unwrap(), "4taken");
}

/// A POST that has delivered its body, of a session whose task has not begun.
async fn posting(peer: &Arc<Peer>, body: &'static str) -> JoinHandle<Result<(), Refusal>> {
    let peer = Arc::clone(peer);
    let posting = tokio::spawn(async move { post(&peer, body).await });
    tokio::task::yield_now().await;
    assert!(!posting.is_finished(), "nobody has read it");
    posting
}

async fn not_started() -> (Arc<Peer>, crate::engine::Connection) {
    let engine = Engine::new(Arc::new(Config::default()));
    let connection = engine.open_polling(Sid::random(), handshake());
    let peer = Arc::clone(connection.peer());
    assert!(get(&peer).await.starts_with("0{"));
    (peer, connection)
}

#[tokio::test]
async fn a_post_is_answered_once_it_is_read() {
    let (peer, connection) = not_started().await;
    let posting = posting(&peer, "4one").await;

    tokio::spawn(serve(connection, Vec::new()));

    posting.await.unwrap().unwrap();
    assert_eq!(get(&peer).await, "4one");
}

#[tokio::test]
async fn a_post_waits_until_the_one_before_is_read() {
    let (peer, connection) = not_started().await;
    // The client does not wait for the answer.
    posting(&peer, "4one").await.abort();
    tokio::task::yield_now().await;
    let second = posting(&peer, "4two").await;

    tokio::spawn(serve(connection, Vec::new()));

    second.await.unwrap().unwrap();
    let mut heard = get(&peer).await;
    if heard == "4one" {
        heard = get(&peer).await;
    }
    assert!(heard.ends_with("4two"));
}

#[tokio::test]
async fn a_post_that_the_end_overtakes_is_refused() {
    let (peer, connection) = not_started().await;
    let posting = posting(&peer, "4unread").await;

    peer.close(Reason::ServerNamespaceDisconnect);
    tokio::spawn(serve(connection, Vec::new()));

    assert_eq!(posting.await.unwrap(), Err(Refusal::BadRequest));
}

#[tokio::test]
async fn a_session_that_ends_takes_no_posts() {
    let (peer, _task) = started(Config::default()).await;

    peer.close(Reason::ServerNamespaceDisconnect);

    assert_eq!(
        post(&peer, "4before its turn").await,
        Err(Refusal::BadRequest)
    );
    tokio::task::yield_now().await;
    assert_eq!(
        post(&peer, "4while a GET is waited for").await,
        Err(Refusal::BadRequest)
    );
    assert_eq!(get(&peer).await, "1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_many_threads_push_is_polled_once_and_in_order() {
    const MESSAGES: usize = 2000;
    let (peer, _task) = started(Config::default()).await;
    let pushing: Vec<_> = (0..4)
        .map(|who| {
            let peer = Arc::clone(&peer);
            tokio::spawn(async move {
                for i in 0..MESSAGES {
                    peer.push(message(&format!("{who} {i}")));
                    if i % 5 == 0 {
                        tokio::task::yield_now().await;
                    }
                }
            })
        })
        .collect();

    let mut next = [0; 4];
    while next.iter().sum::<usize>() < 4 * MESSAGES {
        let body = timeout(Duration::from_secs(10), get(&peer))
            .await
            .expect("a poll is never forgotten");
        for packet in body.split('\u{1e}') {
            let (who, i) = packet[1..].split_once(' ').unwrap();
            let expected = &mut next[who.parse::<usize>().unwrap()];
            assert_eq!(i.parse(), Ok(*expected));
            *expected += 1;
        }
    }
    for push in pushing {
        push.await.unwrap();
    }
}
