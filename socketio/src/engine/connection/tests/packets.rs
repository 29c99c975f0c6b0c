//! Packets that the engine answers itself: each is told of, so that whoever reads can count it.

use super::*;

#[tokio::test]
async fn a_packet_for_the_engine_counts_as_one_that_was_read() {
    let engine = Engine::new(Arc::new(silent()));
    let (mut connection, mut client) = open(&engine).await;
    for (opcode, payload) in [(9, "ping"), (10, "pong"), (1, "3"), (1, "6"), (1, "4last")] {
        client.send(opcode, payload.as_bytes()).await;
    }

    let mut inbox = connection.take_inbox();
    let mut handled = 0;
    poll_fn(|cx| {
        loop {
            match connection.next(&mut inbox) {
                Some(Ok(Incoming::Handled)) => handled += 1,
                Some(other) => {
                    assert_eq!(other, Ok(Incoming::Text("last")));
                    return Poll::Ready(());
                }
                None => assert!(ready!(connection.poll_fill(cx, &mut inbox)).is_ok()),
            }
        }
    })
    .await;

    assert_eq!(handled, 4);
    connection.stash(inbox);
}
