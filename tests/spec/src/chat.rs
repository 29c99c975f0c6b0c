//! A chat: what most programs have.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use socketio::{
    Ack, Args, Binary, ClientError, ConnectionRefused, Error, Event, EventName, Session, Socket,
    emit, on, spec::ErrorKinds,
};

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Login {
    /// What the login page gave.
    token: String,
}

/// Joins the chat.
#[on("connect", namespace = "/chat")]
pub(crate) async fn connect(auth: Option<Login>) -> Result<(), ConnectionRefused> {
    match auth {
        Some(login) if login.token.is_empty() => Err(ConnectionRefused::new("the token is empty")),
        _ => Ok(()),
    }
}

/// One line of a chat.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Line {
    /// At most 500 letters.
    #[schemars(length(max = 500))]
    text: String,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    heard_by: usize,
}

pub(crate) enum Refusal {
    NotMember,
}

impl ErrorKinds for Refusal {
    const KINDS: &'static [(&'static str, &'static str)] =
        &[("not a member", "only members may say something")];
}

impl From<Refusal> for Error {
    fn from(_: Refusal) -> Self {
        let (kind, message) = Refusal::KINDS[0];
        ClientError::new(kind, message).into()
    }
}

async fn is_member(_member: Session<String>) -> bool {
    true
}

/// Says something to a room.
///
/// Everybody who is in it gets `said`.
#[on("say", namespace = "/chat", guard = is_member)]
pub(crate) async fn say(room: String, line: Line, _socket: Socket) -> Result<Receipt, Refusal> {
    if room == "closed" {
        return Err(Refusal::NotMember);
    }
    Ok(Receipt {
        heard_by: line.text.len(),
    })
}

/// The client is typing.
#[on("typing", namespace = "/chat", latest, rate = "20/s burst 40")]
pub(crate) async fn typing(room: Option<String>) {
    drop(room);
}

#[on("upload", namespace = "/chat")]
pub(crate) async fn upload(name: String, content: Binary) -> (String, Binary) {
    (name, content)
}

/// Sends events that are not those of the contract.
#[on("misbehave", namespace = "/chat")]
pub(crate) async fn misbehave() -> socketio::Result {
    UserJoined {
        name: "Ann".to_owned(),
    }
    .emit()
    .await?;
    emit("typing", &serde_json::json!({ "name": 7 })).await?;
    emit("unheard of", &1).await?;
    Ok(())
}

#[on("later", namespace = "/chat")]
pub(crate) async fn later(ack: Ack<Receipt>) {
    ack.send(Receipt { heard_by: 0 })
        .expect("it can be encoded");
}

#[on("*", namespace = "/chat")]
pub(crate) async fn other(event: EventName, args: Args) -> usize {
    drop(event);
    args.len()
}

/// Somebody has come in.
#[derive(Serialize, JsonSchema, Event)]
#[event("user joined", namespace = "/chat")]
pub(crate) struct UserJoined {
    name: String,
}

/// Somebody is typing.
#[derive(Serialize, JsonSchema, Event)]
#[event("typing", namespace = "/chat")]
pub(crate) struct Typing {
    name: String,
    /// Which room, if it is not the lobby.
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<String>,
}

#[derive(Serialize, JsonSchema, Event)]
#[event("are you sure?", namespace = "/chat")]
pub(crate) struct AreYouSure {
    file: String,
}
