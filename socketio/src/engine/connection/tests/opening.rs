//! The first thing a session says.

use super::*;

#[tokio::test]
async fn an_answer_that_is_owed_leaves_before_the_first_packet() {
    let engine = Engine::new(Arc::new(Config::default()));
    let (near, far) = pair().await;
    let stream = Stream::tcp(near, Bytes::new()).owing("the answer");
    let connection = engine.open_websocket(crate::sid::Sid::random(), handshake(), stream);
    let _task = tokio::spawn(serve(connection, Vec::new()));
    let mut client = Talk(far);

    let mut answer = [0; 10];
    client.0.read_exact(&mut answer).await.unwrap();

    assert_eq!(&answer, b"the answer");
    assert!(client.text().await.starts_with("0{"));
}
