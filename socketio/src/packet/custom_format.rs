//! CustomFormat: a format of packets that the program brings along, with what it writes and reads. Nothing here knows how it
//! is used.

use std::{borrow::Cow, error, fmt};

use bytes::Bytes;

use super::{data::Data, packet_type::PacketType};

/// A format of packets that the program brings along.
///
/// It turns each packet into one message of the connection, a text or binary data, and back. The parser that clients are
/// given must do the same. [`PacketFormat::Custom`](crate::PacketFormat::Custom) chooses it for a server:
///
/// ```
/// use socketio::{
///     Data, PacketFormat, SocketIo,
///     format::{CustomFormat, Format, FormatError, Message, Packet, PacketType},
/// };
///
/// /// Lines such as `event /chat 7 ["say","hi"]`.
/// struct Lines;
///
/// const NAMES: [(PacketType, &str); 5] = [
///     (PacketType::Connect, "connect"),
///     (PacketType::Disconnect, "disconnect"),
///     (PacketType::Event, "event"),
///     (PacketType::Ack, "ack"),
///     (PacketType::ConnectError, "error"),
/// ];
///
/// impl Format for Lines {
///     fn encode(&self, packet: &Packet) -> Result<Message, FormatError> {
///         let name = NAMES.iter().find(|(kind, _)| *kind == packet.kind);
///         let (_, name) = name.ok_or(FormatError::new("unknown type"))?;
///         let id = packet.id.map(|id| id.to_string()).unwrap_or_default();
///         let data = serde_json::to_string(&packet.data).map_err(|e| FormatError::new(e.to_string()))?;
///         Ok(Message::Text(format!("{name} {} {id} {data}", packet.namespace)))
///     }
///
///     fn decode(&self, message: Message) -> Result<Packet, FormatError> {
///         let Message::Text(text) = message else {
///             return Err(FormatError::new("not a text"));
///         };
///         let mut words = text.splitn(4, ' ');
///         let mut word = || words.next().ok_or(FormatError::new("too short"));
///         let (name, namespace, id, data) = (word()?, word()?, word()?, word()?);
///         let kind = NAMES.iter().find(|(_, known)| *known == name);
///         let data: Option<serde_json::Value> =
///             serde_json::from_str(data).map_err(|e| FormatError::new(e.to_string()))?;
///         Ok(Packet {
///             kind: kind.ok_or(FormatError::new("unknown type"))?.0,
///             namespace: namespace.to_owned(),
///             id: id.parse().ok(),
///             data: data.map(Data::from),
///         })
///     }
/// }
///
/// static LINES: CustomFormat = CustomFormat::new(&Lines);
/// let io = SocketIo::builder().packet_format(PacketFormat::Custom(&LINES)).build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
///
/// Handlers, guards, middlewares, acks and the test client work as with every other format. A packet is a tree of
/// [`Data`] between the format and the arguments of handlers, so that this costs more than the built-in formats. Clients of
/// Socket.IO 2 cannot be served beside it.
///
/// A panic in either method is an error as well.
pub trait Format: Send + Sync + 'static {
    /// Writes a packet.
    ///
    /// # Errors
    ///
    /// The packet has no form in the format. An emit then fails with the text. Where a client has to be told something in any
    /// case, the format is asked for an object with the text as `message` instead.
    fn encode(&self, packet: &Packet) -> Result<Message, FormatError>;

    /// Reads a message of a client. It must bound the depth of what it makes: data that is nested deeper than 128 levels is
    /// refused.
    ///
    /// # Errors
    ///
    /// The message is no packet. The session of the client is closed.
    fn decode(&self, message: Message) -> Result<Packet, FormatError>;
}

/// A [`Format`] in a place that lives as long as the program, as
/// [`PacketFormat::Custom`](crate::PacketFormat::Custom) needs it.
pub struct CustomFormat(&'static dyn Format);

impl CustomFormat {
    /// The format, for a `static`.
    #[must_use]
    pub const fn new(format: &'static dyn Format) -> Self {
        Self(format)
    }

    pub(super) fn format(&self) -> &'static dyn Format {
        self.0
    }
}

/// Two are equal if they are one.
impl PartialEq for CustomFormat {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for CustomFormat {}

impl fmt::Debug for CustomFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomFormat").finish_non_exhaustive()
    }
}

/// A message of a connection, which is one packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Text.
    Text(String),
    /// Binary data.
    Binary(Bytes),
}

/// One packet, as a [`Format`] writes and reads it.
///
/// | `kind` | `data` | `id` |
/// |---|---|---|
/// | `Connect` | of a client an object or nothing, the `auth` payload; of the server `{"sid":".."}` | |
/// | `Disconnect` | nothing | |
/// | `Event` | a list: the name, then the arguments | if an answer is wanted |
/// | `Ack` | a list, the arguments of the answer | of the event that is answered |
/// | `ConnectError` | an object with a `message`, and with `data` if there is any | |
#[derive(Clone, Debug, PartialEq)]
pub struct Packet {
    /// What the packet is for.
    pub kind: PacketType,
    /// The namespace, with its slash.
    pub namespace: String,
    /// The number that an event and its answer have in common.
    pub id: Option<u64>,
    /// What the packet carries. Binary data is [`Data::Binary`] at its place.
    pub data: Option<Data>,
}

/// A packet has no form in a format, or a message is no packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError(Cow<'static, str>);

impl FormatError {
    /// An error with this text, for the log.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for FormatError {}
