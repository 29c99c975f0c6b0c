//! Whom the server believes.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use socketio::{
    SocketIo,
    observe::{Observation, RecoveryFailure},
};

use super::{away, builder, gone, is_recovered, news, server};
use crate::join;

#[tokio::test(start_paused = true)]
async fn who_claims_nonsense_is_a_new_client() {
    let io = server();
    let ann = join(&io, "/").await;
    let sid = ann.sid().to_owned();
    news(&io, 1).await;
    drop(ann);
    gone(&io, "/", 1).await;

    for claim in [
        json!({ "pid": sid, "offset": "" }),
        json!({ "pid": "AAAAAAAAAAAAAAAAAAAA", "offset": "AAAAAAAA~0" }),
        json!({ "pid": "", "offset": "" }),
        json!({ "pid": "x".repeat(200), "offset": "x".repeat(200) }),
        json!({ "pid": 1, "offset": 2 }),
        json!({ "pid": null }),
        json!({ "pid": { "$ne": null }, "offset": [] }),
        json!({ "offset": "AAAAAAAA~0" }),
    ] {
        let client = io.test_client("/").auth(&claim).connect().await.unwrap();

        assert_ne!(client.sid(), sid, "{claim}");
        assert!(!is_recovered(&client).await);
    }
}

#[tokio::test(start_paused = true)]
async fn an_offset_that_was_never_given_recovers_nobody() {
    let io = server();
    let ann = join(&io, "/").await;
    news(&io, 1).await;
    let (_, returning) = ann.lose_connection();
    gone(&io, "/", 1).await;
    let pid = returning.pid();

    for offset in ["AAAAAAAA~0", "AAAAAAAA~zzzz", "text", ""] {
        let claim = json!({ "pid": pid, "offset": offset });
        let client = io.test_client("/").auth(&claim).connect().await.unwrap();
        assert!(!is_recovered(&client).await, "{offset}");
    }
    let back = io
        .test_client("/")
        .returning(&returning)
        .connect()
        .await
        .unwrap();
    assert!(is_recovered(&back).await);
}

#[tokio::test(start_paused = true)]
async fn nobody_gets_what_was_sent_before_it_came() {
    let io = server();
    let mut bob = join(&io, "/").await;
    news(&io, 1).await;
    assert_eq!(bob.received().await.len(), 1);
    let first = bob.returning();
    news(&io, 2).await;
    let mut ann = join(&io, "/").await;
    news(&io, 3).await;
    assert_eq!(ann.received().await.len(), 1);
    let (_, returning) = ann.lose_connection();
    gone(&io, "/", 1).await;

    let claim = json!({ "pid": returning.pid(), "offset": first.offset().unwrap() });
    let mut ann = io.test_client("/").auth(&claim).connect().await.unwrap();

    assert!(is_recovered(&ann).await);
    assert_eq!(ann.received().await, [("news", json!([3]))]);
}

#[tokio::test(start_paused = true)]
async fn private_ids_differ_from_all_others_and_are_in_no_log() {
    let io = server();
    let (ann, bob) = (join(&io, "/").await, join(&io, "/").await);

    let (first, second) = (ann.returning(), bob.returning());

    let (first, second) = (first.pid(), second.pid());
    assert_eq!((first.len(), second.len()), (20, 20));
    assert!(first != second && first != ann.sid() && second != bob.sid());
    assert!(!format!("{io:?}").contains(first));
}

#[tokio::test(start_paused = true)]
async fn observers_are_told_who_is_back_and_who_is_not() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let noted = Arc::clone(&seen);
    let recovery = socketio::Recovery::for_up_to(super::TIME);
    let io: SocketIo = builder(recovery)
        .observer(move |observation: &Observation<'_>| match observation {
            Observation::NamespaceJoined { recovered, .. } => {
                noted.lock().unwrap().push(format!("joined {recovered}"));
            }
            Observation::NamespaceLeft { recoverable, .. } => {
                noted.lock().unwrap().push(format!("left {recoverable}"));
            }
            Observation::RecoveryFailed { failure, .. } => {
                assert_eq!(*failure, RecoveryFailure::Unknown);
                noted.lock().unwrap().push(observation.to_string());
            }
            _ => {}
        })
        .build()
        .unwrap();

    let ann = join(&io, "/").await;
    let _ann = away(&io, ann, async {}).await;
    let claim: Value = json!({ "pid": "AAAAAAAAAAAAAAAAAAAA" });
    let mut bob = io.test_client("/").auth(&claim).connect().await.unwrap();
    bob.disconnect().await;

    let seen = seen.lock().unwrap();
    assert_eq!(seen[..3], ["joined false", "left true", "joined true"]);
    assert!(seen[3].contains("is a new client of"), "{seen:?}");
    assert_eq!(seen[4..], ["joined false", "left false"]);
}
