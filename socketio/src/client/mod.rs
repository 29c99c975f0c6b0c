//! Client: one connection with its namespaces, as one future. It reads what has come, runs handlers in order, writes
//! their answers, and waits. Knows in which order things happen, and not how any of them is done.

mod attached;
mod held;
mod inflight;
mod left;
mod lifecycle;
mod packets;
mod version2;
mod waiting;

use std::{
    fmt,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use self::{
    attached::{Attached, SocketKey},
    inflight::Inflight,
    left::Left,
};
use crate::{
    emit::Io,
    engine::{
        Backlog, Connection, Inbox, Peer, Turn,
        budget::{self, Quota},
    },
    namespace::Registry,
    observe::{Limit, Observation, Observers, Reason, Topics},
    packet::Decoder,
};

/// One connection with all its namespaces. The future is ready when the session has ended, the client has left all
/// namespaces, and all handlers have finished.
pub(crate) struct Client {
    /// `None` once the session has ended, however long handlers still run.
    connection: Option<Connection>,
    peer: Arc<Peer>,
    namespaces: Arc<Registry>,
    io: Io,
    decoder: Decoder,
    sockets: Vec<Attached>,
    /// `None` while no handler is in flight.
    inflight: Option<Box<Inflight>>,
    /// `None` until an event has to wait, or the server disconnects the client from one namespace.
    rare: Option<Box<Rare>>,
    backlog: Backlog,
    next_key: u32,
    quota: Quota,
    /// Whether nothing is read since too many events wait.
    paused: bool,
    /// Whether the server stops, or sends this client away: handlers in flight finish, and no other starts.
    stopping: bool,
    /// Why the session has ended.
    ended: Option<Reason>,
}

/// What most connections do not need.
#[derive(Debug, Default)]
struct Rare {
    waiting: Load,
    /// Whether events wait that may start, but for the budget of the turn.
    behind: bool,
    /// Whether events may wait only because too many handlers run.
    crowded_out: bool,
    left: Left,
    /// Sockets that were removed while handlers of theirs ran, until the last of those has finished.
    gone: Vec<Attached>,
}

/// Events that wait, and the bytes they occupy.
#[derive(Clone, Copy, Debug, Default)]
struct Load {
    events: usize,
    bytes: usize,
}

/// Why a turn stops reading.
enum Halt {
    /// Everything that has come is read.
    Drained,
    /// Too many events wait.
    Full,
    /// The budget of the turn is spent.
    Spent,
}

impl Client {
    pub(crate) fn new(connection: Connection, namespaces: Arc<Registry>, io: Io) -> Self {
        Self {
            peer: Arc::clone(connection.peer()),
            backlog: Backlog::default(),
            namespaces,
            io,
            decoder: Decoder::default(),
            sockets: Vec::new(),
            inflight: None,
            rare: None,
            next_key: 0,
            quota: Quota::default(),
            paused: false,
            stopping: false,
            ended: None,
            connection: Some(connection),
        }
    }

    /// Does everything that can be done now.
    fn turn(&mut self, cx: &mut Context<'_>) {
        let ended = match self.ended {
            None => self.drive(cx).err(),
            Some(_) => self.run(cx).err(),
        };
        if let Some(connection) = &mut self.connection {
            // Answers of handlers are written here, also when the session ends in this turn.
            let _ = connection.poll_flush(cx);
        }
        if let Some(reason) = ended {
            self.end(reason, cx);
        }
        if let (Some(reason), Some(connection)) = (self.ended, &mut self.connection)
            && connection.poll_close(cx, reason).is_ready()
        {
            self.close(reason);
        }
    }

    /// Drops the connection, and tells observers that the session is closed.
    fn close(&mut self, reason: Reason) {
        if self.connection.take().is_some() {
            let peer = &self.peer;
            self.observers()
                .tell_of(Topics::SESSIONS, || Observation::SessionClosed {
                    session: peer.sid(),
                    transport: peer.transport(),
                    reason,
                });
        }
    }

    /// Reads, and runs handlers, until nothing is left to do or the budget of the turn is spent.
    fn drive(&mut self, cx: &mut Context<'_>) -> Result<(), Reason> {
        let Some(connection) = &mut self.connection else {
            return Ok(());
        };
        if let Poll::Ready(reason) = connection.poll_drive(cx) {
            match reason {
                Reason::ForcedServerClose => self.tell_limit(Limit::ConnectTimeout),
                Reason::ParseError => self.tell_violation("a polled body is no list of packets"),
                _ => {}
            }
            return Err(reason);
        }
        self.stopping = connection.is_stopping();
        let mut inbox = connection.take_inbox();
        let driven = self.exchange(&mut inbox, cx);
        if let Some(connection) = &mut self.connection {
            connection.stash(inbox);
        }
        driven
    }

    fn exchange(&mut self, inbox: &mut Inbox, cx: &mut Context<'_>) -> Result<(), Reason> {
        loop {
            // What the client has sent is only read once all that it has caused so far is done, and written.
            let halt = if self.is_behind() || !self.backlog.is_empty() {
                Halt::Spent
            } else {
                self.read(inbox, cx)?
            };
            self.run(cx)?;
            if self.waiting().events > 0 {
                self.tell_held();
            }
            self.leave_as_asked(cx);
            if self.stopping && self.inflight.is_none() && !self.is_behind() {
                return Err(Reason::ServerShuttingDown);
            }
            match halt {
                Halt::Drained => return Ok(()),
                Halt::Full if self.may_read() => {}
                Halt::Full => {
                    self.pause(true);
                    return Ok(());
                }
                Halt::Spent => {
                    budget::yield_now_and_wake(cx);
                    return Ok(());
                }
            }
        }
    }

    fn read(&mut self, inbox: &mut Inbox, cx: &mut Context<'_>) -> Result<Halt, Reason> {
        loop {
            if !self.may_read() {
                return Ok(Halt::Full);
            }
            if self.paused {
                self.pause(false);
            }
            let Some(connection) = &mut self.connection else {
                return Ok(Halt::Drained);
            };
            let spent = match connection.next(inbox) {
                Some(incoming) => {
                    self.receive(incoming?, cx)?;
                    budget::handled()
                }
                None => match connection.poll_fill(cx, inbox) {
                    Poll::Ready(filled) => {
                        filled?;
                        budget::spend_read()
                    }
                    Poll::Pending => return Ok(Halt::Drained),
                },
            };
            if spent {
                return Ok(Halt::Spent);
            }
        }
    }

    /// Whether another message may be read.
    #[inline]
    fn may_read(&self) -> bool {
        (self.inflight.is_none() && self.waiting().events == 0) || self.has_room()
    }

    /// Whether an earlier turn had no budget for events that wait and may start.
    #[inline]
    fn is_behind(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.behind)
    }

    #[inline]
    fn waiting(&self) -> Load {
        self.rare
            .as_ref()
            .map_or_else(Load::default, |rare| rare.waiting)
    }

    /// Bounds the events that wait, and stops reading when no further concurrent handler may start. While a question to this
    /// client is open, only the bytes of waiting events count, since the answer may be behind events that have not been
    /// read. The handlers stay bounded: an event waits as well if its handler may not start.
    #[cold]
    fn has_room(&self) -> bool {
        let (config, waiting) = (self.namespaces.config(), self.waiting());
        let is_asked =
            |attached: &Attached| attached.namespace.adapter().is_asked(attached.socket.sid());
        let few = waiting.events < config.inbound_events && !self.is_crowded();
        waiting.bytes < config.inbound_bytes && (few || self.sockets.iter().any(is_asked))
    }

    /// Whether so many handlers run that no further concurrent one may start.
    #[inline]
    fn is_crowded(&self) -> bool {
        let most = self.namespaces.config().inbound_events;
        self.inflight
            .as_ref()
            .is_some_and(|inflight| inflight.len() > most)
    }

    /// Whether events may wait only because too many handlers run.
    #[inline]
    fn is_crowded_out(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.crowded_out)
    }

    #[cold]
    fn pause(&mut self, paused: bool) {
        if self.paused != paused {
            self.paused = paused;
            if paused {
                self.tell_limit(Limit::InboundQueue);
            }
            if let Some(connection) = &mut self.connection {
                connection.pause_heartbeat(paused);
            }
        }
    }

    #[cold]
    fn tell_limit(&self, limit: Limit) {
        self.observers()
            .tell_of(Topics::LIMITS, || Observation::LimitReached {
                session: self.peer.sid(),
                limit,
            });
    }

    /// Who is told what happens.
    fn observers(&self) -> &Observers {
        &self.namespaces.config().observers
    }

    fn position(&self, key: SocketKey) -> Option<usize> {
        self.sockets.iter().position(|attached| attached.key == key)
    }
}

impl Future for Client {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let client = self.get_mut();
        let turn = Turn::begin(&client.peer, &client.backlog, client.quota);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| client.turn(cx))) {
            if client.ended.is_some() {
                resume_unwind(panic);
            }
            client.end_after_panic(cx);
        }
        client.quota = turn.end(&mut client.backlog, cx);
        // After a panic, the disconnect handler of a namespace may never be called. `drop` leaves such a namespace.
        if client.connection.is_none() && client.inflight.is_none() && !client.is_behind() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Drop for Client {
    /// Leaves the namespaces without their disconnect handlers. There are any only when the runtime is shut down while
    /// clients are connected, or after a panic.
    fn drop(&mut self) {
        for attached in &self.sockets {
            let was_let_in = attached.phase().was_let_in();
            attached.namespace.remove(&attached.socket);
            if was_let_in {
                attached.namespace.tell_left(&attached.socket);
            }
        }
        self.close(self.ended.unwrap_or(Reason::ServerShuttingDown));
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("peer", &self.peer)
            .field("sockets", &self.sockets)
            .finish_non_exhaustive()
    }
}
