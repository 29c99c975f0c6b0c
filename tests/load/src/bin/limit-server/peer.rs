//! One connection as the others see it: its stream and what waits to be written to it.

use std::cell::{Cell, RefCell};
use std::io::ErrorKind;
use std::rc::Rc;

use tokio::net::TcpStream;

/// The shared half of a connection.
pub(crate) struct Peer {
    pub(crate) stream: TcpStream,
    /// Distinguishes peers in rooms.
    pub(crate) id: u64,
    /// Where the peer stands in the list of all members; `None` before CONNECT.
    pub(crate) place: Cell<Option<usize>>,
    pub(crate) rooms: RefCell<Vec<Rc<[u8]>>>,
    /// Borrowed from the worker's pool while anything waits; without capacity otherwise.
    pub(crate) out: RefCell<Vec<u8>>,
    /// The socket takes no more for now; a task of its own waits for it.
    blocked: Cell<bool>,
}

impl Peer {
    pub(crate) fn new(stream: TcpStream, id: u64) -> Self {
        Self {
            stream,
            id,
            place: Cell::new(None),
            rooms: RefCell::default(),
            out: RefCell::default(),
            blocked: Cell::new(false),
        }
    }

    /// Writes what waits, with one system call if the socket takes it. A buffer that was emptied
    /// is handed back, for the next to use.
    pub(crate) fn flush(self: &Rc<Self>) -> Option<Vec<u8>> {
        if self.blocked.get() {
            return None;
        }
        if self.try_flush() {
            return Some(self.out.take());
        }
        self.blocked.set(true);
        tokio::task::spawn_local(Rc::clone(self).drain());
        None
    }

    /// `false` if the socket is full. An error counts as written: the reading side ends the
    /// connection.
    fn try_flush(&self) -> bool {
        let mut out = self.out.borrow_mut();
        let mut written = 0;
        while written < out.len() {
            match self.stream.try_write(&out[written..]) {
                Ok(count) => written += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    out.drain(..written);
                    return false;
                }
                Err(_) => break,
            }
        }
        out.clear();
        true
    }

    /// Writes on until nothing waits.
    async fn drain(self: Rc<Self>) {
        while self.stream.writable().await.is_ok() {
            if self.try_flush() {
                break;
            }
        }
        self.out.take();
        self.blocked.set(false);
    }
}
