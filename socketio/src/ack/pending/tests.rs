use std::{future::poll_fn, time::Duration};

use super::*;

fn pending() -> Arc<Pending> {
    Arc::default()
}

/// Nobody waits and nobody owes anything.
fn is_empty(pending: &Pending) -> bool {
    let table = pending.table.lock();
    table.questions.is_empty() && table.owed.is_empty()
}

async fn next(answers: &mut Answers) -> Option<(Sid, Result<Args, AckError>)> {
    poll_fn(|cx| answers.poll_next(cx)).await
}

#[tokio::test]
async fn answers_come_in_the_order_they_were_given() {
    let pending = pending();
    let (ann, bob) = (Sid::random(), Sid::random());
    let id = pending.next_id();
    let mut answers = pending.register(id, [ann, bob].into_iter());

    pending.settle(id, bob, Args::default());
    pending.fail(ann);

    assert!(matches!(next(&mut answers).await, Some((sid, Ok(_))) if sid == bob));
    assert!(matches!(
        next(&mut answers).await,
        Some((sid, Err(AckError::Disconnected))) if sid == ann
    ));
    assert!(next(&mut answers).await.is_none());
    assert!(is_empty(&pending));
}

#[tokio::test]
async fn only_the_first_answer_of_those_who_were_asked_counts() {
    let pending = pending();
    let (ann, bob, eve) = (Sid::random(), Sid::random(), Sid::random());
    let (id, other) = (pending.next_id(), pending.next_id());
    let mut answers = pending.register(id, [ann, bob].into_iter());

    pending.settle(id, eve, Args::default());
    pending.settle(other, ann, Args::default());
    pending.settle(id, ann, Args::default());
    pending.settle(id, ann, Args::default());
    assert!(pending.is_due(bob) && !pending.is_due(ann) && !pending.is_due(eve));
    pending.settle(id, bob, Args::default());

    for sid in [ann, bob] {
        assert_eq!(next(&mut answers).await.unwrap().0, sid);
    }
    assert!(next(&mut answers).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn the_deadline_names_who_is_missing() {
    let pending = pending();
    let (ann, bob) = (Sid::random(), Sid::random());
    let id = pending.next_id();
    let mut answers = pending
        .register(id, [ann, bob].into_iter())
        .within(Duration::from_secs(5));
    pending.settle(id, ann, Args::default());

    assert!(matches!(next(&mut answers).await, Some((sid, Ok(_))) if sid == ann));
    assert!(matches!(
        next(&mut answers).await,
        Some((sid, Err(AckError::Timeout))) if sid == bob
    ));
    assert!(next(&mut answers).await.is_none());
    assert!(is_empty(&pending));
}

#[tokio::test]
async fn who_stops_waiting_leaves_nothing_behind() {
    let pending = pending();
    let (ann, bob) = (Sid::random(), Sid::random());
    let kept = pending.register(7, [ann].into_iter());
    let dropped = pending.register(8, [ann, bob].into_iter());

    drop(dropped);
    assert!(pending.is_due(ann) && !pending.is_due(bob));
    drop(kept);

    assert!(is_empty(&pending));
}

#[tokio::test]
async fn a_question_to_nobody_ends_at_once() {
    let pending = pending();

    let mut answers = pending.register(1, std::iter::empty());

    assert!(next(&mut answers).await.is_none());
    assert!(is_empty(&pending));
}

#[test]
fn ids_are_never_given_twice() {
    let pending = pending();

    assert_eq!(
        [pending.next_id(), pending.next_id(), pending.next_id()],
        [0, 1, 2]
    );
}
