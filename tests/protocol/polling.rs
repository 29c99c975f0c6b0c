//! HTTP long-polling.

use tests::{Polling, RawClient};

use crate::{echoes, joined, node};

const UNKNOWN: &str = r#"{"code":1,"message":"Session ID unknown"}"#;

#[tokio::test]
async fn what_is_posted_is_answered_in_order() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;

    session
        .post("42[\"echo\",1]\u{1e}420[\"ack\",2]\u{1e}42[\"echo\",3]")
        .await;

    assert_eq!(
        session.packets(3).await,
        [r#"42["echo",1]"#, "430[2]", r#"42["echo",3]"#]
    );
}

#[tokio::test]
async fn a_poll_waits_for_something_to_say() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    session.begin_get().await;

    session.post(r#"42["echo","hello"]"#).await;

    let response = session.finish_get().await;
    assert_eq!(response.body, r#"42["echo","hello"]"#);
    assert_eq!(
        response.header("content-type"),
        Some("text/plain; charset=UTF-8")
    );
}

#[tokio::test]
async fn attachments_travel_as_base64() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;

    session
        .post("451-0[\"ack\",{\"_placeholder\":true,\"num\":0}]\u{1e}bAQIDBA==")
        .await;

    assert_eq!(
        session.packets(2).await,
        [r#"461-0[{"_placeholder":true,"num":0}]"#, "bAQIDBA=="]
    );
}

#[tokio::test]
async fn a_long_backlog_comes_in_bodies_any_client_accepts() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    let sent: Vec<String> = (0..50).map(|i| format!(r#"42["echo",{i}]"#)).collect();

    session.post(&sent.join("\u{1e}")).await;

    let mut received = Vec::new();
    while received.len() < sent.len() {
        let body = session.get().await;
        let packets: Vec<String> = body.split('\u{1e}').map(str::to_owned).collect();
        assert!(packets.len() <= 16);
        received.extend(packets);
    }
    assert_eq!(received, sent);
}

#[tokio::test]
async fn malformed_bodies_are_refused_and_end_the_session() {
    let node = node().await;
    for body in ["abc", "", "7", "4\u{1e}", "\u{1e}"] {
        let mut session = Polling::joined(node.addr).await;

        assert_eq!(session.try_post(body).await.status, 400, "{body:?}");

        assert_eq!(session.try_get().await.body, UNKNOWN);
    }
}

#[tokio::test]
async fn overlapping_polls_end_the_session() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    session.begin_get().await;
    let mut other = RawClient::connect(node.addr).await;
    session.post(r#"420["ack",1]"#).await;
    assert_eq!(session.finish_get().await.body, "430[1]");
    session.begin_get().await;
    // A refusal of the second shows that the first has arrived; until then the two may come in any order.
    let second = other.get(&session.target()).await;

    let first = session.finish_get().await;

    let mut answers = [
        (first.status, first.body.as_str()),
        (second.status, second.body.as_str()),
    ];
    answers.sort_unstable();
    assert_eq!(
        answers,
        [(200, "1"), (400, r#"{"code":3,"message":"Bad request"}"#)]
    );
    assert_eq!(session.try_get().await.body, UNKNOWN);
}

#[tokio::test]
async fn an_aborted_poll_ends_the_session() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    session.begin_get().await;
    session.post(r#"420["ack",1]"#).await;
    session.finish_get().await;
    session.begin_get().await;

    session.abort_get().await;

    while session.try_post("6").await.status == 200 {}
    assert_eq!(session.try_get().await.body, UNKNOWN);
}

#[tokio::test]
async fn a_client_that_closes_is_let_go() {
    let node = node().await;
    let mut session = Polling::joined(node.addr).await;
    session.begin_get().await;

    session.post("1").await;

    assert!(matches!(
        session.finish_get().await.body.as_str(),
        "6" | UNKNOWN
    ));
    assert_eq!(session.try_get().await.body, UNKNOWN);
}

#[tokio::test]
async fn sessions_do_not_notice_each_other() {
    let node = node().await;
    let mut websocket = joined(&node).await;
    let mut good = Polling::joined(node.addr).await;
    let mut bad = Polling::joined(node.addr).await;

    bad.try_post("abc").await;

    good.post(r#"42["echo","fine"]"#).await;
    assert_eq!(good.get().await, r#"42["echo","fine"]"#);
    echoes(&mut websocket).await;
}
