//! Who is in which room of a namespace, and who gets what is sent there. Knows names of rooms, peers and
//! messages; no `Socket`, no handlers. Whatever is done to members is done by [`Target`], in one call, so that
//! this one concrete type can do it on other nodes as well.

mod bus;
mod cluster;
mod comeback;
mod directory;
mod local;
mod lookup;
mod member;
mod recovery;
mod remote;
mod restore;
mod rooms;
mod selection;
mod target;
mod watchers;

use std::{sync::Arc, time::Duration};

pub use bus::{Bus, BusError, BusFuture, MemoryBus, Parcel, Subscription};
pub use cluster::{Cluster, ClusterError, ClusterState, Dialect, RemoteHandshake, RemoteSocket};
pub(crate) use cluster::{Gathered, Gathering, Hub, Message as ClusterMessage, Reply};
pub(crate) use directory::Directory;
use member::Allowance;
pub(crate) use member::{Member, Phase, Profile, Scope};
pub(crate) use recovery::{Offset, Pid};
pub(crate) use remote::{Attached, NodeAnswer, NodeHandlers, Receiver};
pub(crate) use restore::{Claim, Returning};
pub(crate) use target::{Flags, RoomName, Target, To};
pub use target::{IntoRooms, RoomList};

use self::{
    local::{Local, Removal},
    recovery::Store,
    rooms::Change,
};
use crate::{
    ack::{Answers, Awaited, NodeId, Pending},
    config::Config,
    engine::{Message, Peer, Untaken},
    observe::{Observation, Observers, Reason, Topics},
    packet::{Args, Codec},
    pattern::Captures,
    sid::Sid,
};

/// The members and rooms of one namespace.
#[derive(Debug)]
pub(crate) struct Adapter {
    namespace: Arc<str>,
    local: Local,
    acks: Arc<Pending>,
    /// How much is held back for a member that is still connecting.
    allowance: Allowance,
    codec: Codec,
    /// From how many bytes on a message may be compressed for some, if it may.
    deflate: Option<usize>,
    observers: Observers,
    /// The values of the parameters in its name, if it belongs to a pattern.
    captures: Option<Captures>,
    /// This node's place in the cluster, if it belongs to one.
    hub: Option<Arc<Hub>>,
}

impl Adapter {
    /// `captures` are the values of the parameters in the name, if it belongs to a pattern.
    pub(crate) fn new(
        namespace: Arc<str>,
        captures: Option<Captures>,
        codec: Codec,
        config: &Config,
    ) -> Self {
        let pattern = captures
            .as_ref()
            .map(|captures| captures.pattern().as_str());
        let store = Store::new(&namespace, pattern, config);
        Self {
            namespace,
            local: Local::new(store),
            acks: Arc::default(),
            allowance: Allowance {
                messages: config.outbound_messages,
                bytes: config.outbound_bytes,
            },
            codec,
            deflate: config.deflate,
            observers: config.observers.clone(),
            captures,
            hub: None,
        }
    }

    /// Sets the cluster that its members are a part of.
    pub(crate) fn with_hub(self, hub: Option<Arc<Hub>>) -> Self {
        Self { hub, ..self }
    }

    /// The pattern that its name matches, if it belongs to one.
    pub(crate) fn pattern(&self) -> Option<&str> {
        Some(self.captures.as_ref()?.pattern().as_str())
    }

    /// The value of a parameter in its name.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.captures.as_ref()?.get(&self.namespace, name)
    }

    /// The value of the parameter with this index in its name.
    pub(crate) fn nth_param(&self, index: usize) -> Option<&str> {
        self.captures.as_ref()?.nth(&self.namespace, index)
    }

    /// The format of the server's packets.
    pub(crate) fn codec(&self) -> Codec {
        self.codec
    }

    /// Who is told what happens in the namespace.
    pub(crate) fn observers(&self) -> &Observers {
        &self.observers
    }

    pub(crate) fn namespace(&self) -> &Arc<str> {
        &self.namespace
    }

    /// Adds a member. Its sid is chosen by whoever admits the client, and no other member may have it. `phase` is the
    /// first: `Connecting`, until the connect handler has decided, `Admitted` or `Connected`.
    pub(crate) fn add(
        &self,
        sid: Sid,
        peer: Arc<Peer>,
        profile: Profile,
        phase: Phase,
    ) -> Arc<Member> {
        let member = Arc::new(Member::new(sid, peer, profile, phase, self.allowance));
        self.local.insert(&member);
        member
    }

    /// The connect handler lets a member in; CONNECT is queued. What was held back follows.
    pub(crate) fn accept(&self, member: &Member) {
        self.local.accept(member);
    }

    /// The connect handler turns a member away. Afterwards it was never there.
    pub(crate) fn refuse(&self, member: &Member) {
        self.local.keep_refused(member);
        let removal = self.local.refuse(member, self.notes_rooms());
        self.forget(member, &removal);
    }

    /// Asks the connections of those the target means to leave. From now on only answers are sent to them.
    pub(crate) fn disconnect(&self, target: &Target<'_>, scope: Scope) -> Result<(), ClusterError> {
        self.local.disconnect(target, scope);
        self.say(target, |target| ClusterMessage::Disconnect {
            target,
            scope,
        })
    }

    /// Stops everything sent to a member and fails what waits for its answers. Its rooms can still be read. `false` if
    /// it had left before.
    pub(crate) fn shut(&self, member: &Member, reason: Reason) -> bool {
        self.local.keep_lost(member, reason);
        let first = self.local.shut(member, reason);
        if first && self.local.is_current(member) {
            self.acks.fail(member.sid());
        }
        first
    }

    /// The serial handlers of a member that has left have finished: its disconnect handler may run. `false` if it is not
    /// time for that.
    pub(crate) fn finish(&self, member: &Member) -> bool {
        self.local.finish(member)
    }

    /// Takes a member out of all its rooms, wherever it stands.
    pub(crate) fn remove(&self, member: &Member) {
        self.local.give_up_removed(member);
        let removal = self.local.remove(member, self.notes_rooms());
        self.forget(member, &removal);
    }

    fn forget(&self, member: &Member, removal: &Removal) {
        self.tell(&removal.changes);
        if removal.removed {
            // Questions that were put while the member was leaving fail here: nobody can ask it any more.
            self.acks.fail(member.sid());
        }
        if !member.outlives_connection() {
            member.profile().end();
        }
    }

    /// Gives a message to one member, past the rooms, if there is room for it. Every message of the application passes
    /// here, [`broadcast`](Self::broadcast) or [`ask`](Self::ask). `offset` is the one that it was encoded with.
    pub(crate) fn send(
        &self,
        member: &Member,
        message: Message,
        volatile: bool,
        offset: Option<Offset>,
    ) -> Result<(), Untaken> {
        self.local.send(member, message, volatile, offset)
    }

    /// Gives a message to everyone the target means, on whatever node. `offset` is the one that it was encoded with.
    ///
    /// # Errors
    ///
    /// Other nodes are not told. The members of this one have got it.
    pub(crate) fn broadcast(
        &self,
        target: &Target<'_>,
        message: &Message,
        offset: Option<Offset>,
    ) -> Result<(), ClusterError> {
        self.broadcast_here(target, message, offset);
        match self.hub_for(target) {
            Some(hub) => self.say_event(hub, target, message, offset, None),
            None => Ok(()),
        }
    }

    /// Gives a message to everyone on this node that the target means.
    fn broadcast_here(&self, target: &Target<'_>, message: &Message, offset: Option<Offset>) {
        if let Some(message) = self.compressed_once(message) {
            return self.local.broadcast(target, &message, offset);
        }
        self.local.broadcast(target, message, offset);
    }

    /// A message that may be compressed, and then is compressed once for all.
    #[inline]
    fn compressed_once(&self, message: &Message) -> Option<Message> {
        let threshold = self.deflate?;
        (message.size() >= threshold).then(|| message.clone().compressed_once())
    }

    /// The id of the next question. The message that asks is encoded with it, once for all recipients.
    pub(crate) fn next_ack(&self) -> u64 {
        self.acks.next_id()
    }

    /// Sends a question to everyone the target means, on whatever node. A member that is still connecting gets it behind its
    /// CONNECT.
    ///
    /// # Errors
    ///
    /// Other nodes are not told. The members of this one are asked, and their answers are ignored.
    pub(crate) fn ask(
        &self,
        target: &Target<'_>,
        id: u64,
        message: &Message,
        timeout: Duration,
    ) -> Result<Answers, ClusterError> {
        match self.hub_for(target) {
            Some(hub) => self.ask_everywhere(hub, target, id, message, timeout),
            None => Ok(self.ask_here(target, id, message, &[]).0),
        }
    }

    /// Sends a question to everyone on this node that the target means. The answers of those whom the other `nodes` will ask
    /// are waited for as well. The number is that of the members that are asked.
    fn ask_here(
        &self,
        target: &Target<'_>,
        id: u64,
        message: &Message,
        nodes: &[NodeId],
    ) -> (Answers, usize) {
        let (mut answers, mut count) = (None, 0);
        let compressed = self.compressed_once(message);
        let message = compressed.as_ref().unwrap_or(message);
        self.local.ask(target, message, |members| {
            let asked = members.iter().map(|member| member.sid());
            count = members.len();
            // Other nodes are named here, before the question leaves for them.
            answers = Some(Answers::new(&self.acks, id, asked, nodes));
            // A connection that has stopped reading, because too many events wait, reads on to find the answer.
            members.iter().for_each(|member| member.peer().wake());
        });
        let answers = answers.expect("`ask` registers before it delivers");
        (answers, count)
    }

    /// An answer has come in. It is ignored if nobody waits for it.
    pub(crate) fn answer(&self, id: u64, sid: Sid, args: Args) {
        self.acks.settle(id, sid, args);
    }

    /// Whether somebody waits for an answer of this member.
    pub(crate) fn is_asked(&self, sid: Sid) -> bool {
        self.acks.is_due(sid)
    }

    /// Whether the question that a handler waits for is one to this member.
    pub(crate) fn is_awaited(&self, awaited: Awaited, sid: Sid) -> bool {
        awaited.is_due(&self.acks, sid)
    }

    /// Puts those the target means into rooms, on whatever node. A sid or room that nobody has is passed over.
    pub(crate) fn join<'a>(
        &self,
        target: &Target<'a>,
        rooms: RoomList<'a>,
    ) -> Result<(), ClusterError> {
        self.join_here(target, rooms.as_slice());
        self.say(target, |target| ClusterMessage::Join { target, rooms })
    }

    fn join_here(&self, target: &Target<'_>, rooms: &[RoomName<'_>]) {
        let changes = self.local.join(target, rooms, self.notes_rooms());
        self.tell(&changes);
    }

    /// Takes those the target means out of rooms.
    pub(crate) fn leave<'a>(
        &self,
        target: &Target<'a>,
        rooms: RoomList<'a>,
    ) -> Result<(), ClusterError> {
        self.leave_here(target, rooms.as_slice());
        self.say(target, |target| ClusterMessage::Leave { target, rooms })
    }

    fn leave_here(&self, target: &Target<'_>, rooms: &[RoomName<'_>]) {
        let changes = self.local.leave(target, rooms, self.notes_rooms());
        self.tell(&changes);
    }

    /// Takes everybody out of rooms.
    pub(crate) fn close(&self, rooms: RoomList<'_>) -> Result<(), ClusterError> {
        self.close_here(rooms.as_slice());
        let everyone = Target::default();
        self.say(&everyone, |_| ClusterMessage::Close { rooms })
    }

    fn close_here(&self, rooms: &[RoomName<'_>]) {
        let changes = self.local.close(rooms, self.notes_rooms());
        self.tell(&changes);
    }

    /// Whether somebody wants to know what becomes of rooms.
    #[inline]
    fn notes_rooms(&self) -> bool {
        self.observers.want(Topics::ROOMS)
    }

    #[inline]
    fn tell(&self, changes: &[Change]) {
        if !changes.is_empty() {
            self.tell_changes(changes);
        }
    }

    #[cold]
    fn tell_changes(&self, changes: &[Change]) {
        let namespace = &*self.namespace;
        for change in changes {
            self.observers.tell(&match change {
                Change::Created(room) => Observation::RoomCreated { namespace, room },
                Change::Joined(room, sid) => Observation::RoomJoined {
                    namespace,
                    room,
                    sid: *sid,
                },
                Change::Left(room, sid) => Observation::RoomLeft {
                    namespace,
                    room,
                    sid: *sid,
                },
                Change::Deleted(room) => Observation::RoomDeleted { namespace, room },
            });
        }
    }
}
