//! The one task of a connection: wait, read what is there, answer it, write once.

use std::future::poll_fn;
use std::io::{Error, ErrorKind};
use std::ops::ControlFlow;
use std::rc::Rc;

use tokio::io::Interest;
use tokio::net::TcpStream;

use crate::event;
use crate::frame;
use crate::handshake;
use crate::peer::Peer;
use crate::worker::Worker;

/// Lives as long as the connection.
pub(crate) async fn serve(stream: TcpStream, worker: Rc<Worker>) {
    let Some((peer, mut rest)) = Box::pin(handshake::accept(stream, &worker)).await else {
        return;
    };
    while poll_fn(|cx| peer.stream.poll_read_ready(cx)).await.is_ok() {
        let flow = turn(&peer, &worker, &mut rest);
        worker.flush();
        if flow.is_break() {
            break;
        }
    }
    worker.leave(&peer);
}

/// Reads until the socket is empty and handles every whole frame; `rest` holds the part of a
/// frame whose end is still on its way.
fn turn(peer: &Rc<Peer>, worker: &Worker, rest: &mut Vec<u8>) -> ControlFlow<()> {
    let mut scratch = worker.scratch.borrow_mut();
    loop {
        let count = match peer.stream.try_read(&mut scratch) {
            Ok(0) => return ControlFlow::Break(()),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return ControlFlow::Continue(()),
            Err(_) => return ControlFlow::Break(()),
        };
        if rest.is_empty() {
            let used = handle(peer, worker, &mut scratch[..count])?;
            rest.extend_from_slice(&scratch[used..count]);
        } else {
            rest.extend_from_slice(&scratch[..count]);
            let used = handle(peer, worker, rest)?;
            rest.drain(..used);
        }
        if rest.is_empty() {
            *rest = Vec::new();
        }
        if count < scratch.len() {
            // A short read emptied the socket. Saying so spares the system call that would
            // find it empty.
            let _ = peer.stream.try_io(Interest::READABLE, || {
                Err::<(), _>(Error::from(ErrorKind::WouldBlock))
            });
            return ControlFlow::Continue(());
        }
    }
}

/// Handles the whole frames in `bytes` and tells how many bytes they took.
fn handle(peer: &Rc<Peer>, worker: &Worker, bytes: &mut [u8]) -> ControlFlow<(), usize> {
    let mut used = 0;
    while let Some(frame) = frame::read(&mut bytes[used..]) {
        match frame.head {
            frame::TEXT => event::text(peer, worker, frame.payload)?,
            frame::BINARY => event::binary(peer, worker, frame.payload),
            frame::PING => worker.push(peer, |out| {
                frame::write_header(out, frame::PONG, frame.payload.len());
                out.extend_from_slice(frame.payload);
            }),
            frame::PONG => {}
            _ => {
                worker.push(peer, |out| out.extend([frame::CLOSE, 0]));
                return ControlFlow::Break(());
            }
        }
        used += frame.len;
    }
    ControlFlow::Continue(used)
}
