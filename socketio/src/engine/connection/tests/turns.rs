//! Turns of several connections that send to one client.

use super::*;

#[tokio::test]
async fn what_one_turn_sends_does_not_wait_for_the_end_of_another() {
    let engine = Engine::new(Arc::new(silent()));
    let (slow, _far) = open(&engine).await;
    let (quick, _far) = open(&engine).await;
    let (mut connection, mut client) = open(&engine).await;
    poll_fn(|cx| connection.poll_flush(cx)).await;
    client.text().await;
    let mut backlog = Backlog::default();

    let long = Turn::begin(slow.peer(), &backlog, Quota::default());
    connection.peer().push(message("of the long turn"));
    let short = Turn::begin(quick.peer(), &backlog, Quota::default());
    connection.peer().push(message("of the short turn"));
    short.end(&mut backlog, &mut Context::from_waker(Waker::noop()));

    assert_eq!(client.text().await, "4of the long turn");
    assert_eq!(client.text().await, "4of the short turn");
    drop(long);
}
