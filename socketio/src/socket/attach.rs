//! What the program attaches to a client, for whoever asks who is there.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::Socket;
use crate::{adapter::Attached, packet::EncodeError};

impl Socket {
    /// Attaches a value to the client, which all nodes of a [`Cluster`](crate::Cluster) see when they ask who is there:
    /// [`Io::sockets`](crate::Io::sockets) gives it as [`RemoteSocket::data`](crate::cluster::RemoteSocket::data). It takes the
    /// place of the one before. Node's server calls it `socket.data`.
    ///
    /// ```
    /// use serde::Serialize;
    /// use socketio::{Socket, on};
    ///
    /// #[derive(Serialize)]
    /// struct Player { name: String }
    ///
    /// #[on("sit down")]
    /// async fn sit_down(name: String, socket: Socket) -> socketio::Result {
    ///     socket.attach(&Player { name })?;
    ///     socket.join("table 7").await?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The value has no form in JSON.
    pub fn attach(&self, value: &(impl Serialize + ?Sized)) -> Result<(), EncodeError> {
        let json: Box<RawValue> = to_raw_value(value).map_err(serde::ser::Error::custom)?;
        self.session::<Attached>().set(Attached(Some(json)));
        Ok(())
    }
}
