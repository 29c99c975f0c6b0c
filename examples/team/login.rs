//! Who a client is: its HTTP session names a user. Each client joins two rooms, one of its user and one of its login.

use socketio::{
    ClientError, ConnectionRefused, FromArg, Http, IntoRooms, Invocation, Preparation, Prepare,
    RoomList, State, join_room, socket,
};
use tower_sessions::Session as HttpSession;

use crate::users::{Role, User, Users};

/// The key of the user's id in an HTTP session.
pub(crate) const USER: &str = "user";

/// The room of all clients of a user: every tab on every device.
pub(crate) struct OfUser(pub(crate) i64);

impl IntoRooms<'_> for OfUser {
    fn add_to(self, rooms: &mut RoomList<'_>) {
        rooms.push(format!("user:{}", self.0));
    }
}

/// The room of all clients of one login: the tabs of one browser.
pub(crate) struct OfLogin(pub(crate) String);

impl OfLogin {
    /// The login that this session is; there is none before somebody logs in.
    pub(crate) fn of(session: &HttpSession) -> Option<Self> {
        Some(Self(session.id()?.to_string()))
    }
}

impl IntoRooms<'_> for OfLogin {
    fn add_to(self, rooms: &mut RoomList<'_>) {
        rooms.push(format!("login:{}", self.0));
    }
}

/// What is remembered about a client.
#[derive(Clone, Default)]
pub(crate) struct Client {
    user: Option<User>,
}

/// The login of a client that connects, as a parameter of connect handlers. A client without one is refused.
pub(crate) struct Login {
    user: User,
    room: OfLogin,
}

impl Login {
    /// Puts the calling client into its rooms, and remembers its user for other handlers.
    pub(crate) async fn enter(self) -> socketio::Result<User> {
        join_room(OfUser(self.user.id)).await?;
        join_room(self.room).await?;
        socket()?.session::<Client>().set(Client {
            user: Some(self.user.clone()),
        });
        Ok(self.user)
    }
}

impl Prepare for Login {
    async fn prepare(call: &mut Invocation<'_>) -> socketio::Result<Self> {
        let Http(http) = Http::<HttpSession>::prepare(call).await?;
        // A connection keeps what it loaded once. The login may have ended since then.
        http.load().await?;
        let users = State::<Users>::from_arg(call)?;
        match (current(&users, &http).await?, OfLogin::of(&http)) {
            (Some(user), Some(room)) => Ok(Self { user, room }),
            _ => Err(ConnectionRefused::new("log in first"))?,
        }
    }
}

impl FromArg for Login {
    const PREPARE: Option<Preparation> = Some(Preparation::of::<Self>());

    fn from_arg(call: &mut Invocation<'_>) -> socketio::Result<Self> {
        call.prepared()
    }
}

/// The user who has logged in with this session.
pub(crate) async fn current(users: &Users, http: &HttpSession) -> socketio::Result<Option<User>> {
    match http.get(USER).await? {
        Some(id) => users.find(id).await,
        None => Ok(None),
    }
}

impl FromArg for User {
    fn from_arg(call: &mut Invocation<'_>) -> socketio::Result<Self> {
        let client = call.socket().session::<Client>().get();
        Ok(client.user.ok_or("this client was let in without a user")?)
    }
}

/// A user who leads the team. A handler that takes one is closed to all others.
pub(crate) struct Lead;

impl FromArg for Lead {
    fn from_arg(call: &mut Invocation<'_>) -> socketio::Result<Self> {
        match User::from_arg(call)?.role {
            Role::Lead => Ok(Self),
            Role::Member => Err(ClientError::new(
                "forbidden",
                "only who leads the team may do this",
            ))?,
        }
    }
}
