//! Target: which members of a namespace something is for, in names of rooms and sids. Knows no members: the
//! names are looked up when the adapter acts.

use std::{borrow::Cow, mem, slice};

use crate::sid::Sid;

/// Which members of a namespace something is for: a message, a question, a change of rooms, a disconnect.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target<'a> {
    pub(crate) to: To<'a>,
    /// Minus everyone in these.
    pub(crate) except: RoomList<'a>,
    pub(crate) flags: Flags,
}

/// Whom a target names.
#[derive(Clone, Debug, Default)]
pub(crate) enum To<'a> {
    #[default]
    Everyone,
    /// One member of this node. Unlike a room of the same name, nobody else can be in it.
    Member(Sid),
    /// The union of these rooms and sids; nobody, if the list is empty.
    Rooms(RoomList<'a>),
}

impl Target<'_> {
    /// One member of this node.
    pub(crate) fn member(sid: Sid) -> Self {
        Self {
            to: To::Member(sid),
            ..Self::default()
        }
    }
}

impl<'a> Target<'a> {
    /// Everybody who has one of these sids or is in one of these rooms.
    pub(crate) fn rooms(rooms: RoomList<'a>) -> Self {
        Self {
            to: To::Rooms(rooms),
            ..Self::default()
        }
    }
}

impl Target<'_> {
    /// A copy that borrows nothing.
    pub(crate) fn to_owned(&self) -> Target<'static> {
        Target {
            to: match &self.to {
                To::Everyone => To::Everyone,
                To::Member(sid) => To::Member(*sid),
                To::Rooms(rooms) => To::Rooms(rooms.to_owned()),
            },
            except: self.except.to_owned(),
            flags: self.flags,
        }
    }

    /// About how many bytes the names occupy, beside the target itself.
    pub(crate) fn size(&self) -> usize {
        let to = match &self.to {
            To::Rooms(rooms) => rooms.size(),
            To::Everyone | To::Member(_) => 0,
        };
        to + self.except.size()
    }
}

impl<'a> To<'a> {
    /// Names these as well. The first names take the place of everyone.
    pub(crate) fn add(&mut self, rooms: impl IntoRooms<'a>) {
        let mut list = match mem::take(self) {
            Self::Rooms(list) => list,
            Self::Everyone | Self::Member(_) => RoomList::default(),
        };
        rooms.add_to(&mut list);
        *self = Self::Rooms(list);
    }
}

/// How a message travels.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flags {
    /// Dropped for those who could not get it right away.
    pub(crate) volatile: bool,
    /// Only to clients of this node.
    pub(crate) local: bool,
}

/// A room by its name, or one member by its sid. A name that is the text of a sid is both: the member, and whoever has joined
/// a room of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RoomName<'a> {
    Name(Cow<'a, str>),
    Sid(Sid),
}

impl RoomName<'_> {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::Sid(sid) => sid.as_str(),
        }
    }

    fn to_owned(&self) -> RoomName<'static> {
        match self {
            Self::Name(name) => RoomName::Name(Cow::Owned(name.as_ref().to_owned())),
            Self::Sid(sid) => RoomName::Sid(*sid),
        }
    }

    /// The sid it may be.
    pub(crate) fn to_sid(&self) -> Option<Sid> {
        match self {
            Self::Name(name) => sid_in(name),
            Self::Sid(sid) => Some(*sid),
        }
    }
}

/// The sid that a text is. Clients of version 2 make the id of their socket in another namespace than `/` themselves: of the
/// namespace's name, `#`, and the id of the session, which is their sid here.
fn sid_in(name: &str) -> Option<Sid> {
    let sid = match name.strip_prefix('/') {
        Some(rest) => rest.rsplit_once('#')?.1,
        None => name,
    };
    sid.parse().ok()
}

/// A list of rooms and sids. One alone, the common case, allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct RoomList<'a>(Items<'a>);

#[derive(Clone, Debug, Default)]
enum Items<'a> {
    #[default]
    Empty,
    One(RoomName<'a>),
    Many(Vec<RoomName<'a>>),
}

impl<'a> RoomList<'a> {
    /// Adds a room by its name.
    pub fn push(&mut self, name: impl Into<Cow<'a, str>>) {
        self.add(RoomName::Name(name.into()));
    }

    /// Adds one client. Unlike the text of its sid, which is the name of a room that others may join, the sid is this client
    /// alone.
    pub fn push_sid(&mut self, sid: Sid) {
        self.add(RoomName::Sid(sid));
    }

    fn add(&mut self, room: RoomName<'a>) {
        self.0 = match mem::take(&mut self.0) {
            Items::Empty => Items::One(room),
            Items::One(first) => Items::Many(vec![first, room]),
            Items::Many(mut rooms) => {
                rooms.push(room);
                Items::Many(rooms)
            }
        };
    }

    fn to_owned(&self) -> RoomList<'static> {
        RoomList(match &self.0 {
            Items::Empty => Items::Empty,
            Items::One(room) => Items::One(room.to_owned()),
            Items::Many(rooms) => Items::Many(rooms.iter().map(RoomName::to_owned).collect()),
        })
    }

    fn size(&self) -> usize {
        match &self.0 {
            Items::Empty => 0,
            Items::One(room) => room.as_str().len(),
            Items::Many(rooms) => {
                let names: usize = rooms.iter().map(|room| room.as_str().len()).sum();
                names + size_of_val(rooms.as_slice())
            }
        }
    }

    pub(crate) fn as_slice(&self) -> &[RoomName<'a>] {
        match &self.0 {
            Items::Empty => &[],
            Items::One(room) => slice::from_ref(room),
            Items::Many(rooms) => rooms,
        }
    }
}

/// Whatever names rooms: a `&str` or `String`, a [`Sid`], arrays, slices and `Vec`s of them.
///
/// An `Option<Sid>` names one client or nobody, for `.except(who)` where there may be none to leave out. No other `Option`
/// names rooms: `.to(None)` would be nobody, where people from Flask-SocketIO expect everybody.
///
/// A type of your own may name rooms as well:
///
/// ```
/// use socketio::{IntoRooms, RoomList};
///
/// struct Chat(u64);
///
/// impl IntoRooms<'_> for Chat {
///     fn add_to(self, rooms: &mut RoomList<'_>) {
///         rooms.push(format!("chat:{}", self.0));
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a room",
    label = "neither a room nor a sid",
    note = "a room is a `&str`, a `String` or a `Sid`; arrays, slices and `Vec`s of these name several"
)]
pub trait IntoRooms<'a> {
    /// Adds the rooms to the list.
    fn add_to(self, rooms: &mut RoomList<'a>);
}

impl<'a> IntoRooms<'a> for &'a str {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        rooms.push(self);
    }
}

impl<'a> IntoRooms<'a> for String {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        rooms.push(self);
    }
}

impl<'a> IntoRooms<'a> for &'a String {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        rooms.push(self.as_str());
    }
}

impl<'a> IntoRooms<'a> for Cow<'a, str> {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        rooms.push(self);
    }
}

impl<'a> IntoRooms<'a> for Sid {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        rooms.push_sid(self);
    }
}

impl<'a> IntoRooms<'a> for &Sid {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        rooms.push_sid(*self);
    }
}

impl<'a> IntoRooms<'a> for Option<Sid> {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        if let Some(sid) = self {
            rooms.push_sid(sid);
        }
    }
}

impl<'a> IntoRooms<'a> for RoomList<'a> {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        match self.0 {
            Items::Empty => {}
            Items::One(room) => rooms.add(room),
            Items::Many(all) => all.into_iter().for_each(|room| rooms.add(room)),
        }
    }
}

impl<'a, R: IntoRooms<'a>, const N: usize> IntoRooms<'a> for [R; N] {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        self.into_iter().for_each(|room| room.add_to(rooms));
    }
}

impl<'a, R: IntoRooms<'a>> IntoRooms<'a> for Vec<R> {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        self.into_iter().for_each(|room| room.add_to(rooms));
    }
}

impl<'a, R> IntoRooms<'a> for &'a Vec<R>
where
    &'a R: IntoRooms<'a>,
{
    fn add_to(self, rooms: &mut RoomList<'a>) {
        self.as_slice().add_to(rooms);
    }
}

impl<'a, R> IntoRooms<'a> for &'a [R]
where
    &'a R: IntoRooms<'a>,
{
    fn add_to(self, rooms: &mut RoomList<'a>) {
        self.iter().for_each(|room| room.add_to(rooms));
    }
}

impl<'a, R, const N: usize> IntoRooms<'a> for &'a [R; N]
where
    &'a R: IntoRooms<'a>,
{
    fn add_to(self, rooms: &mut RoomList<'a>) {
        self.as_slice().add_to(rooms);
    }
}

impl<'a> IntoRooms<'a> for &&'a str {
    fn add_to(self, rooms: &mut RoomList<'a>) {
        rooms.push(*self);
    }
}
