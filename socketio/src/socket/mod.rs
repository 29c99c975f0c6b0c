//! Socket: one client in one namespace. Knows nothing of handlers.

mod attach;
mod handshake;
mod lookup;
mod sockets;

use std::{fmt, str::FromStr, sync::Arc};

use serde::Serialize;

use crate::{
    ack::FromAnswer,
    adapter::{Adapter, IntoRooms, Member},
    emit::{Caller, Disconnect, Emit, Io, Issuer, JoinOrLeave, Question, RoomChange, Unnamed},
    observe::{Limit, Observation, Observers, Reason, Topics},
    packet::{Codec, Encoded},
    pattern::parse_value,
    session::Session,
    sid::Sid,
};

pub use sockets::{LocalSockets, Sockets};

/// One client in one namespace.
///
/// A handler takes it as a parameter and may keep it, since cloning is cheap. Once the client has left, whatever is sent
/// to it fails. Keeping a `Socket` does not keep the client connected.
///
/// ```
/// use socketio::{Socket, on};
///
/// #[on("ticks")]
/// async fn ticks(socket: Socket) {
///     socketio::spawn(async move {
///         let mut tick = 0;
///         while socket.emit("tick", tick).await.is_ok() {
///             tick += 1;
///             tokio::time::sleep(std::time::Duration::from_secs(1)).await;
///         }
///     });
/// }
/// ```
#[derive(Clone)]
pub struct Socket(Arc<Caller>);

impl Socket {
    pub(crate) fn new(caller: Caller) -> Self {
        Self(Arc::new(caller))
    }

    /// The client's id in this namespace, which no other client knows. It also names a room that only this client is in.
    #[must_use]
    pub fn sid(&self) -> Sid {
        self.0.sid()
    }

    /// The namespace that the client has joined.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.0.namespace()
    }

    /// The value of a parameter in the name of the namespace, if the namespace belongs to a pattern that has it: of
    /// `/room-7` and the pattern `/room-{id}`, the value of `id` is 7. `None` if it has none of this name, or if the value
    /// is no `T`. Handlers take it as a [`Param`](crate::Param).
    ///
    /// ```
    /// # fn example(socket: &socketio::Socket) {
    /// let room: Option<u32> = socket.param("id");
    /// # }
    /// ```
    #[must_use]
    pub fn param<T: FromStr + 'static>(&self, name: &str) -> Option<T> {
        parse_value(self.adapter().param(name)?)
    }

    /// The server that the client is connected to.
    #[must_use]
    pub fn io(&self) -> &Io {
        &self.0.io
    }

    /// The observers of its namespace.
    pub(crate) fn observers(&self) -> &Observers {
        self.0.adapter.observers()
    }

    /// Tells observers that the client has reached a bound.
    pub(crate) fn tell_limit(&self, limit: Limit) {
        self.observers()
            .tell_of(Topics::LIMITS, || Observation::LimitReached {
                session: self.0.member.peer().sid(),
                limit,
            });
    }

    /// Sends an event to this client. If rooms or sids are chosen, it goes to them instead.
    ///
    /// ```
    /// # async fn example(socket: socketio::Socket) -> socketio::Result {
    /// socket.emit("saved", 7).await?;
    /// socket.emit("saved", 7).broadcast().include_self(false).await?; // to everybody else
    /// # Ok(())
    /// # }
    /// ```
    pub fn emit<'a, D: Serialize>(&self, event: &'a str, data: D) -> Emit<'a, D> {
        Emit::new(self.issuer(), event, data)
    }

    /// Sends an event `message` to this client. It is short for [`emit`](Self::emit) with that name.
    pub fn send<'a, D: Serialize>(&self, data: D) -> Emit<'a, D, Unnamed> {
        Emit::unnamed(self.issuer(), data)
    }

    /// Asks this client: sends an event and waits for the answer.
    ///
    /// ```
    /// # async fn example(socket: socketio::Socket) -> socketio::Result {
    /// let version: String = socket.call("which version?", ()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call<'a, T: FromAnswer>(
        &self,
        event: &'a str,
        data: impl Serialize + Send + Sync + 'a,
    ) -> Question<'a, T> {
        Question::new(self.issuer(), event, data)
    }

    /// Puts the client into rooms, as [`join_room`](crate::join_room) puts the caller of a handler.
    ///
    /// ```
    /// # async fn example(socket: socketio::Socket) -> socketio::Result {
    /// socket.join("editors").await?;
    /// socket.join(["news", "weather"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When awaited: there is no such namespace.
    #[doc(alias = "join_room")]
    pub fn join<'a>(&self, rooms: impl IntoRooms<'a>) -> RoomChange<'a> {
        RoomChange::new(self.issuer(), JoinOrLeave::Join, rooms)
    }

    /// Takes the client out of rooms, as [`leave_room`](crate::leave_room) takes the caller of a handler.
    ///
    /// ```
    /// # async fn example(socket: socketio::Socket) -> socketio::Result {
    /// socket.leave("editors").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When awaited: there is no such namespace.
    #[doc(alias = "leave_room")]
    pub fn leave<'a>(&self, rooms: impl IntoRooms<'a>) -> RoomChange<'a> {
        RoomChange::new(self.issuer(), JoinOrLeave::Leave, rooms)
    }

    /// The rooms that the client is in, with the room of its own sid. Empty once its disconnect handler has finished.
    #[must_use]
    pub fn rooms(&self) -> Vec<String> {
        self.0.adapter.rooms_of(self.sid())
    }

    /// What handlers remember about the client: the value that they get as a [`Session`] parameter.
    #[must_use]
    pub fn session<T: Default + Send + 'static>(&self) -> Session<T> {
        self.0.member.profile().sessions().get()
    }

    /// Disconnects the client from this namespace, or, with [`close`](Disconnect::close), from all namespaces.
    pub fn disconnect<'a>(&self) -> Disconnect<'a> {
        Disconnect::new(self.issuer())
    }

    /// Whether the client had lost its connection and has come back as who it was, with its sid, rooms and sessions. Only
    /// where there is [`recovery`](crate::SocketIoBuilder::recovery).
    ///
    /// A connect handler that asks need not do again what it did when the client came first:
    ///
    /// ```
    /// use socketio::{Socket, on};
    ///
    /// #[on("connect")]
    /// async fn connect(socket: Socket) -> socketio::Result {
    ///     if !socket.recovered() {
    ///         socket.join("lobby").await?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[must_use]
    pub fn recovered(&self) -> bool {
        self.0.member.is_recovered()
    }

    /// Whether the client has joined, and has neither left nor been disconnected.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.0.member.phase().is_open()
    }

    /// Why the client has left; `None` if it has not left.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.0.member.reason()
    }

    /// Waits until the client has left. It returns at once if the client has left already.
    ///
    /// ```
    /// # async fn work() {}
    /// # async fn example(socket: socketio::Socket) {
    /// tokio::select! {
    ///     () = work() => {}
    ///     reason = socket.closed() => println!("{} left: {reason}", socket.sid()),
    /// }
    /// # }
    /// ```
    pub fn closed(&self) -> impl Future<Output = Reason> + Send + use<> {
        let member = Arc::clone(&self.0.member);
        async move { member.left().await }
    }

    pub(crate) fn issuer(&self) -> Issuer {
        Issuer::Caller(Arc::clone(&self.0))
    }

    pub(crate) fn adapter(&self) -> &Adapter {
        &self.0.adapter
    }

    pub(crate) fn member(&self) -> &Member {
        &self.0.member
    }

    /// Queues the acknowledgement of event `id`. If the client has left, it does nothing.
    pub(crate) fn answer(&self, id: u64, args: &Encoded) {
        let member = self.member();
        if member.phase().is_joined() {
            self.tell_answer(args);
            let answer = args.to_ack(self.namespace(), id);
            member.peer().push(answer);
        }
    }

    /// Tells observers of an answer that is sent.
    #[inline]
    pub(crate) fn tell_answer(&self, args: &Encoded) {
        self.observers()
            .tell_of(Topics::ANSWERS, || Observation::AnswerSent {
                namespace: self.namespace(),
                sid: self.sid(),
                bytes: args.len()
                    + args
                        .attachments()
                        .iter()
                        .map(|part| part.len())
                        .sum::<usize>(),
            });
    }

    /// The format of its packets.
    pub(crate) fn codec(&self) -> Codec {
        self.0.adapter.codec()
    }

    /// Whether a failed handler answers with the error envelope.
    pub(crate) fn ack_errors(&self) -> bool {
        self.io().config().ack_errors
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket")
            .field("sid", &self.sid())
            .field("namespace", &self.namespace())
            .finish()
    }
}
