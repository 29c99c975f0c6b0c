//! Time: pings, deadlines, and sessions that end.

use super::*;

#[tokio::test(start_paused = true)]
async fn pings_come_and_silence_ends_the_session() {
    let engine = Engine::new(Arc::new(Config::default()));
    let (near, mut far) = tokio::io::duplex(1024);
    let connection = engine.open_websocket(
        crate::sid::Sid::random(),
        handshake(),
        Stream::other(near, Bytes::new()),
    );
    let begin = Instant::now();
    let task = tokio::spawn(serve(connection, Vec::new()));
    let mut open = [0; 2];
    far.read_exact(&mut open).await.unwrap();
    far.read_exact(&mut vec![0; open[1].into()]).await.unwrap();

    let mut ping = [0; 3];
    far.read_exact(&mut ping).await.unwrap();
    assert_eq!(
        (&ping, begin.elapsed()),
        (b"\x81\x012", Duration::from_secs(25))
    );
    far.write_all(b"\x81\x81\0\0\0\x003").await.unwrap();
    far.read_exact(&mut ping).await.unwrap();
    assert_eq!(
        (&ping, begin.elapsed()),
        (b"\x81\x012", Duration::from_secs(50))
    );

    let mut rest = Vec::new();
    far.read_to_end(&mut rest).await.unwrap();
    drop(far);
    assert_eq!(task.await.unwrap(), Reason::PingTimeout);
    assert_eq!(begin.elapsed(), Duration::from_secs(70));
}

#[tokio::test(start_paused = true)]
async fn a_session_that_joins_nothing_ends() {
    let engine = Engine::new(Arc::new(Config::default()));
    let (near, _far) = tokio::io::duplex(1024);
    let mut connection = engine.open_websocket(
        crate::sid::Sid::random(),
        handshake(),
        Stream::other(near, Bytes::new()),
    );
    let begin = Instant::now();

    let reason = poll_fn(|cx| connection.poll_drive(cx)).await;

    assert_eq!(
        (reason, begin.elapsed()),
        (Reason::ForcedServerClose, Duration::from_secs(45))
    );
}

#[tokio::test]
async fn a_session_is_found_until_it_is_over() {
    let engine = Engine::new(Arc::new(Config::default()));
    let (connection, _client) = open(&engine).await;
    let sid = connection.peer().sid();
    assert!(engine.find(sid.as_str()).is_some());
    assert_eq!(engine.len(), 1);

    drop(connection);

    assert!(engine.find(sid.as_str()).is_none());
    assert_eq!(engine.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn pings_keep_their_rhythm_when_the_timeout_is_longer() {
    let config = Config {
        ping_interval: Duration::from_secs(1),
        ping_timeout: Duration::from_secs(60),
        ..silent()
    };
    let engine = Engine::new(Arc::new(config));
    let (near, mut far) = tokio::io::duplex(1000);
    let stream = Stream::other(near, Bytes::new());
    tokio::spawn(serve(
        engine.open_websocket(crate::Sid::random(), handshake(), stream),
        Vec::new(),
    ));
    let mut open = [0; 2];
    far.read_exact(&mut open).await.unwrap();
    far.read_exact(&mut vec![0; open[1].into()]).await.unwrap();

    for _ in 0..3 {
        let begin = Instant::now();
        let mut ping = [0; 3];
        far.read_exact(&mut ping).await.unwrap();
        assert_eq!(ping, [0x81, 1, b'2']);
        assert!(begin.elapsed() <= Duration::from_secs(1));
        far.write_all(&[0x81, 0x81, 0, 0, 0, 0, b'3'])
            .await
            .unwrap();
    }
}
