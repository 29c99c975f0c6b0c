//! Connections that break while the server writes: what came before is still handled.

use std::{collections::VecDeque, io, pin::Pin};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::*;

/// A session that tells what its own client says to the client that is returned.
async fn witnessed(connection: Connection) -> (Client, JoinHandle<Reason>) {
    let engine = Engine::new(Arc::new(Config::default()));
    let (listener, mut client) = open(&engine).await;
    let peer = Arc::clone(listener.peer());
    tokio::spawn(serve(listener, Vec::new()));
    client.text().await;
    (client, tokio::spawn(serve(connection, vec![peer])))
}

#[tokio::test]
async fn what_came_before_a_reset_is_read_although_a_write_has_failed() {
    let engine = Engine::new(Arc::new(Config::default()));
    let (connection, mut client) = open(&engine).await;
    let peer = Arc::clone(connection.peer());
    let (mut witness, task) = witnessed(connection).await;
    client.text().await;

    client.say("all one").await;
    client.say("all two").await;
    client.0.set_zero_linger().unwrap();
    drop(client);
    // Somebody else writes before the session's task has its turn.
    peer.push(message("too late"));
    peer.flush();
    assert!(peer.is_lost());

    assert_eq!(witness.text().await, "4one");
    assert_eq!(witness.text().await, "4two");
    assert_eq!(task.await.unwrap(), Reason::TransportClose);
}

/// A stream that fails to write, and has something to read after that.
struct Breaking {
    reads: VecDeque<Vec<u8>>,
    broken: bool,
}

impl AsyncRead for Breaking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        space: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.broken {
            return Poll::Pending;
        }
        match self.reads.pop_front() {
            Some(bytes) => {
                space.put_slice(&bytes);
                Poll::Ready(Ok(()))
            }
            None => Poll::Ready(Ok(())), // the end
        }
    }
}

impl AsyncWrite for Breaking {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.broken = true;
        Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn what_came_before_is_read_on_a_stream_that_only_the_task_writes() {
    let engine = Engine::new(Arc::new(Config::default()));
    let stream = Breaking {
        reads: VecDeque::from([frame(b"4all one"), frame(b"4all two")]),
        broken: false,
    };
    let connection = engine.open_websocket(
        crate::sid::Sid::random(),
        handshake(),
        Stream::other(stream, Bytes::new()),
    );

    let (mut witness, task) = witnessed(connection).await;

    assert_eq!(witness.text().await, "4one");
    assert_eq!(witness.text().await, "4two");
    assert_eq!(task.await.unwrap(), Reason::TransportClose);
}

/// A text frame of a client.
fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    [&[0x81, 0x80 | length, 0, 0, 0, 0], payload].concat()
}
