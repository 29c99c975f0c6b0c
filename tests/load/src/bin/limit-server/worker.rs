//! What the connections share: who is there, who is in which room, who has something to write.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tokio::net::TcpStream;

use crate::peer::Peer;

/// One read takes at most this much; far more than a turn usually brings.
const SCRATCH: usize = 64 * 1024;

type Members = FxHashMap<u64, Rc<Peer>>;

/// The state of the only thread.
pub(crate) struct Worker {
    /// Every read lands here, so that an idle connection holds no buffer.
    pub(crate) scratch: RefCell<Box<[u8]>>,
    ids: Cell<u64>,
    members: RefCell<Vec<Rc<Peer>>>,
    rooms: RefCell<FxHashMap<Rc<[u8]>, Members>>,
    touched: RefCell<Vec<Rc<Peer>>>,
    pool: RefCell<Vec<Vec<u8>>>,
}

impl Default for Worker {
    fn default() -> Self {
        Self {
            scratch: RefCell::new(vec![0; SCRATCH].into_boxed_slice()),
            ids: Cell::new(0),
            members: RefCell::default(),
            rooms: RefCell::default(),
            touched: RefCell::default(),
            pool: RefCell::default(),
        }
    }
}

impl Worker {
    /// A peer that nobody sees yet.
    pub(crate) fn adopt(&self, stream: TcpStream) -> Rc<Peer> {
        self.ids.set(self.ids.get() + 1);
        Rc::new(Peer::new(stream, self.ids.get()))
    }

    /// The peer is from now on a member of the namespace.
    pub(crate) fn enter(&self, peer: &Rc<Peer>) {
        let mut members = self.members.borrow_mut();
        if peer.place.get().is_none() {
            peer.place.set(Some(members.len()));
            members.push(Rc::clone(peer));
        }
    }

    /// Undoes `enter` and every `join`.
    pub(crate) fn leave(&self, peer: &Peer) {
        if let Some(place) = peer.place.take() {
            let mut members = self.members.borrow_mut();
            members.swap_remove(place);
            if let Some(moved) = members.get(place) {
                moved.place.set(Some(place));
            }
        }
        let mut rooms = self.rooms.borrow_mut();
        for name in peer.rooms.take() {
            if let Some(room) = rooms.get_mut(&name) {
                room.remove(&peer.id);
                if room.is_empty() {
                    rooms.remove(&name);
                }
            }
        }
    }

    pub(crate) fn join(&self, peer: &Rc<Peer>, name: &[u8]) {
        let mut rooms = self.rooms.borrow_mut();
        let name = match rooms.get_key_value(name) {
            Some((name, _)) => Rc::clone(name),
            None => Rc::from(name),
        };
        let room = rooms.entry(Rc::clone(&name)).or_default();
        if room.insert(peer.id, Rc::clone(peer)).is_none() {
            peer.rooms.borrow_mut().push(name);
        }
    }

    /// Appends to what waits for the peer; `flush` writes it.
    pub(crate) fn push(&self, peer: &Rc<Peer>, write: impl FnOnce(&mut Vec<u8>)) {
        let mut out = peer.out.borrow_mut();
        if out.capacity() == 0 {
            *out = self.pool.borrow_mut().pop().unwrap_or_default();
            self.touched.borrow_mut().push(Rc::clone(peer));
        }
        write(&mut out);
    }

    /// Queues one finished frame for every member.
    pub(crate) fn push_all(&self, frame: &[u8]) {
        for peer in self.members.borrow().iter() {
            self.push(peer, |out| out.extend_from_slice(frame));
        }
    }

    /// Queues one finished frame for every member of a room.
    pub(crate) fn push_room(&self, name: &[u8], frame: &[u8]) {
        if let Some(room) = self.rooms.borrow().get(name) {
            for peer in room.values() {
                self.push(peer, |out| out.extend_from_slice(frame));
            }
        }
    }

    /// Writes everything that was pushed, one system call for each peer.
    pub(crate) fn flush(&self) {
        let mut touched = self.touched.borrow_mut();
        let mut pool = self.pool.borrow_mut();
        for peer in touched.drain(..) {
            if let Some(buffer) = peer.flush()
                && buffer.capacity() > 0
            {
                pool.push(buffer);
            }
        }
    }
}
