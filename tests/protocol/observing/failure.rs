//! What goes wrong in a session.

use tests::Node;

use super::{Story, session::builder};
use crate::{join, open};

#[tokio::test]
async fn a_packet_that_makes_no_sense_is_told_before_the_end() {
    let story = Story::default();
    let node = Node::run(&story.of(builder()), axum::Router::new()).await;
    let mut websocket = open(&node).await;

    websocket.send(r#"42["before it has joined"]"#).await;

    let closed = "session S closed: forced server close";
    assert_eq!(
        story.until(closed).await[1..],
        [
            "session S is closed: a packet Event for `/` makes no sense now",
            closed
        ]
    );
}

#[tokio::test]
async fn a_panic_is_told_as_a_failure_of_its_kind() {
    let story = Story::default();
    let node = Node::run(&story.of(builder()), axum::Router::new()).await;
    let mut websocket = open(&node).await;
    join(&mut websocket).await;

    websocket.send(r#"42["panic"]"#).await;

    let handled = "event `panic` from A in `/` handled: panic";
    assert_eq!(
        story.until(handled).await[3..],
        [
            "the handler of `panic` in `/` failed: handler panicked: no luck at all",
            handled
        ]
    );
}
