//! Finds a client and its sessions by a sid, for code outside of handlers.

use super::Socket;
use crate::{
    emit::{Caller, Io},
    session::Session,
    sid::Sid,
};

impl Io {
    /// The client of this node with this sid, in whatever namespace that is; `None` if it is gone or connected to another
    /// node.
    ///
    /// Its [`Socket`] tells its namespace and rooms, its handshake, and the transport that it uses now.
    ///
    /// ```
    /// # async fn example(io: socketio::Io, sid: socketio::Sid) {
    /// if let Some(socket) = io.socket(sid) {
    ///     println!("{sid} uses {:?} and is in {:?}", socket.transport(), socket.rooms());
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn socket(&self, sid: Sid) -> Option<Socket> {
        let (adapter, member) = self.directory().find_member(sid)?;
        Some(Socket::new(Caller {
            member,
            adapter,
            io: self.clone(),
        }))
    }

    /// What handlers on this node remember about the client with this sid; `None` if it is gone or connected to another
    /// node.
    #[must_use]
    pub fn session<T: Default + Send + 'static>(&self, sid: Sid) -> Option<Session<T>> {
        Some(self.socket(sid)?.session())
    }
}
