//! Open questions: who owes an answer, on this node and on others, and what becomes of those that do not come.

use std::{
    future::poll_fn,
    sync::Arc,
    task::{Context, Waker},
    time::{Duration, Instant},
};

use super::{AckError, Acks, Answers, Missing, Pending, elsewhere::NodeId};
use crate::{packet::Args, sid::Sid};

fn pending() -> Arc<Pending> {
    Arc::default()
}

async fn next(answers: &mut Answers) -> Option<(Sid, Result<Args, AckError>)> {
    poll_fn(|cx| answers.poll_next(cx)).await
}

#[tokio::test]
async fn answers_come_in_the_order_they_were_given() {
    let pending = pending();
    let (ann, bob) = (Sid::random(), Sid::random());
    let id = pending.next_id();
    let mut answers = Answers::new(&pending, id, [ann, bob].into_iter(), &[]);

    pending.settle(id, bob, Args::default());
    pending.fail(ann);

    assert!(matches!(next(&mut answers).await, Some((sid, Ok(_))) if sid == bob));
    assert!(matches!(
        next(&mut answers).await,
        Some((sid, Err(AckError::Disconnected))) if sid == ann
    ));
    assert!(next(&mut answers).await.is_none());
    assert!(pending.is_empty());
}

#[tokio::test]
async fn only_the_first_answer_of_those_who_were_asked_counts() {
    let pending = pending();
    let (ann, bob, eve) = (Sid::random(), Sid::random(), Sid::random());
    let (id, other) = (pending.next_id(), pending.next_id());
    let mut answers = Answers::new(&pending, id, [ann, bob].into_iter(), &[]);

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
    let mut answers =
        Answers::new(&pending, id, [ann, bob].into_iter(), &[]).within(Duration::from_secs(5));
    pending.settle(id, ann, Args::default());

    assert!(matches!(next(&mut answers).await, Some((sid, Ok(_))) if sid == ann));
    assert!(matches!(
        next(&mut answers).await,
        Some((sid, Err(AckError::Timeout))) if sid == bob
    ));
    assert!(next(&mut answers).await.is_none());
    assert!(pending.is_empty());
}

#[tokio::test]
async fn who_stops_waiting_leaves_nothing_behind() {
    let pending = pending();
    let (ann, bob) = (Sid::random(), Sid::random());
    let kept = Answers::new(&pending, 7, [ann].into_iter(), &[]);
    let dropped = Answers::new(&pending, 8, [ann, bob].into_iter(), &[]);

    drop(dropped);
    assert!(pending.is_due(ann) && !pending.is_due(bob));
    drop(kept);

    assert!(pending.is_empty());
}

#[tokio::test]
async fn a_question_to_nobody_ends_at_once() {
    let pending = pending();

    let mut answers = Answers::new(&pending, 1, std::iter::empty(), &[]);

    assert!(next(&mut answers).await.is_none());
    assert!(pending.is_empty());
}

#[test]
fn ids_are_never_given_twice() {
    let pending = pending();

    assert_eq!(
        [pending.next_id(), pending.next_id(), pending.next_id()],
        [0, 1, 2]
    );
}

const NODE: NodeId = NodeId::new("one").unwrap();
const OTHER: NodeId = NodeId::new("two").unwrap();

/// Whether the next answer is not there yet.
fn waits(answers: &mut Answers) -> bool {
    let mut cx = Context::from_waker(Waker::noop());
    answers.poll_next(&mut cx).is_pending()
}

#[tokio::test]
async fn another_node_says_later_how_many_it_asks() {
    let pending = pending();
    let [ann, bob, eve] = std::array::from_fn(|_| Sid::random());
    let mut answers = Answers::new(&pending, 7, [ann].into_iter(), &[NODE]);

    pending.settle(7, ann, Args::default());
    assert_eq!(next(&mut answers).await.unwrap().0, ann);
    assert!(waits(&mut answers));
    pending.count(7, NODE, 2);
    assert!(waits(&mut answers));
    pending.settle_elsewhere(7, NODE, Some(bob), Ok(Args::default()));
    pending.settle_elsewhere(7, NODE, Some(eve), Ok(Args::default()));

    assert_eq!(next(&mut answers).await.unwrap().0, bob);
    assert_eq!(next(&mut answers).await.unwrap().0, eve);
    assert!(next(&mut answers).await.is_none());
    assert!(pending.is_empty());
}

#[tokio::test]
async fn a_node_that_asks_nobody_ends_the_question() {
    let pending = pending();
    let mut answers = Answers::new(&pending, 7, std::iter::empty(), &[NODE, OTHER]);

    pending.count(7, NODE, 0);
    assert!(waits(&mut answers));
    pending.count(7, OTHER, 0);

    assert!(next(&mut answers).await.is_none());
    assert!(pending.is_empty());
}

#[tokio::test]
async fn an_answer_may_overtake_the_count_and_counts_once() {
    let pending = pending();
    let [ann, bob, eve] = std::array::from_fn(|_| Sid::random());
    let mut answers = Answers::new(&pending, 7, std::iter::empty(), &[NODE]);

    pending.settle_elsewhere(7, NODE, Some(ann), Ok(Args::default()));
    pending.settle_elsewhere(7, NODE, Some(ann), Ok(Args::default()));
    pending.settle_elsewhere(7, OTHER, Some(eve), Ok(Args::default()));
    assert_eq!(next(&mut answers).await.unwrap().0, ann);
    assert!(waits(&mut answers));
    pending.count(7, NODE, 2);
    pending.count(7, NODE, 5);
    pending.settle_elsewhere(7, NODE, Some(bob), Ok(Args::default()));
    pending.settle_elsewhere(7, NODE, Some(eve), Ok(Args::default()));

    assert_eq!(next(&mut answers).await.unwrap().0, bob);
    assert!(next(&mut answers).await.is_none());
    assert!(pending.is_empty());
}

#[tokio::test(start_paused = true)]
async fn who_did_not_answer_is_told() {
    let pending = pending();
    let [ann, bob, eve] = std::array::from_fn(|_| Sid::random());
    let answers = Answers::new(&pending, 7, [ann, bob].into_iter(), &[NODE, OTHER])
        .within(Duration::from_secs(5));
    pending.count(7, NODE, 3);
    pending.settle(7, ann, Args::default());
    pending.settle_elsewhere(7, NODE, Some(eve), Ok(Args::default()));
    let missing = Missing {
        sids: vec![bob],
        elsewhere: 2,
        silent: vec![OTHER],
        nodes: vec![NODE, OTHER],
    };
    assert_eq!(answers.missing(), missing);

    let mut answers = Acks::<()>::new(answers);
    while answers.next().await.is_some() {}

    let missing = answers.missing();
    assert_eq!((missing.sids(), missing.elsewhere()), (&[bob][..], None));
    assert!(!missing.is_empty());
    assert!(pending.is_empty());
}

#[tokio::test]
async fn a_lost_node_is_not_waited_for() {
    let pending = pending();
    let ann = Sid::random();
    let mut answers = Answers::new(&pending, 7, std::iter::empty(), &[NODE, OTHER]);
    pending.count(7, NODE, 2);
    pending.settle_elsewhere(7, NODE, Some(ann), Ok(Args::default()));

    pending.lose(NODE);
    assert_eq!(next(&mut answers).await.unwrap().0, ann);
    assert!(waits(&mut answers));
    pending.lose(OTHER);

    assert!(next(&mut answers).await.is_none());
    assert_eq!(answers.missing().elsewhere(), Some(1));
    assert_eq!(answers.missing().nodes(), [NODE, OTHER]);
    assert!(!answers.missing().is_empty());
    assert!(pending.is_empty());
}

#[tokio::test]
async fn who_owes_many_answers_gives_or_leaves_them_in_linear_time() {
    const QUESTIONS: usize = 200_000;
    let pending = pending();
    let ann = Sid::random();
    let ask = || {
        let id = pending.next_id();
        (id, Answers::new(&pending, id, [ann].into_iter(), &[]))
    };
    let begun = Instant::now();

    let mut answers: Vec<_> = (0..QUESTIONS).map(|_| ask()).collect();
    for (id, _) in answers.drain(QUESTIONS / 2..).rev() {
        pending.settle(id, ann, Args::default());
    }
    pending.fail(ann);

    assert!(pending.is_empty());
    // A second or two; minutes if each looks through the others.
    assert!(begun.elapsed() < Duration::from_secs(20));
}
