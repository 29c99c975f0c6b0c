//! Every macro where nothing can be taken for granted: the library has another name, there is no prelude, the edition
//! is older, and all lints are errors. That it compiles is the test.

#![no_implicit_prelude]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications
)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

use ::realtime::{
    event, namespace, on, on_error, on_error_default, routes, Ack, Args, Auth, ConnectionRefused,
    Error, EventName, Reason, Routes, Socket, State,
};
use ::std::{
    option::Option::{self, None, Some},
    primitive::{bool, f32, str, u64},
    result::Result::{self, Err, Ok},
    string::String,
    sync::Arc,
};

/// What handlers share.
#[derive(Debug, Default)]
pub struct Db;

/// A payload.
#[derive(Debug, ::serde::Deserialize, ::serde::Serialize)]
pub struct Line {
    /// What was said.
    pub text: String,
}

/// An outbound event.
#[derive(Debug, ::serde::Serialize, ::realtime::Event)]
#[event("user joined", namespace = "/chat", crate = "::realtime")]
pub struct UserJoined<T> {
    /// Who.
    pub name: T,
}

type Answer = Result<(u64, Line), Error>;

#[on("a", crate = "::realtime")]
#[on("b", namespace = "/chat", concurrent = 4)]
#[on("c", serial)]
async fn several(line: Line, speed: Option<f32>, socket: Socket, db: State<Db>) -> Answer {
    let _ = (speed, socket, db);
    Ok((1, line))
}

#[event(latest, crate = "::realtime")]
async fn r#move(Line { text }: Line, ack: Ack<u64>) {
    let _ = (text, ack);
}

#[on("*", crate = "::realtime")]
async fn any(event: EventName, args: Args) {
    let _ = (event, args);
}

#[on("digest", blocking, crate = "::realtime")]
fn digest(Line { text }: Line) -> String {
    text
}

#[on("connect", crate = "::realtime")]
async fn connect(Auth(auth): Auth<Option<Line>>) -> Result<bool, ConnectionRefused> {
    match auth {
        Some(_) => Ok(true),
        None => Err(ConnectionRefused::new("no")),
    }
}

#[on("disconnect", crate = "::realtime")]
async fn disconnect(reason: Reason) {
    let _ = reason;
}

#[on_error(crate = "::realtime")]
async fn failed(error: Error, args: Args) -> &'static str {
    let _ = (error, args);
    "failed"
}

#[on_error_default(crate = "::realtime")]
async fn failed_elsewhere(error: Error) {
    let _ = error;
}

/// A handler for other modules, with its own documentation.
pub mod public {
    /// Says something.
    #[::realtime::on("say", crate = "::realtime")]
    pub async fn say() {}
}

/// A namespace of any state.
#[derive(Debug)]
pub struct Chat<T> {
    /// Its state.
    pub state: T,
}

#[namespace("/class", crate = "::realtime")]
impl<T> Chat<T>
where
    T: ::std::marker::Send + ::std::marker::Sync + 'static,
{
    /// A method that is no handler.
    pub fn state(&self) -> &T {
        &self.state
    }

    #[on("say")]
    async fn say(&self, line: Line) -> Line {
        let _ = self.state();
        line
    }

    #[on("digest", blocking)]
    fn digest(&self, line: Line) -> Line {
        let _ = self.state();
        line
    }

    #[event]
    async fn keep(self: Arc<Self>) {
        let _ = self;
    }

    #[on("disconnect")]
    async fn gone(_reason: Reason) {}
}

/// All of them, and one that is declared in here.
#[must_use]
pub fn routes() -> Routes {
    #[on("inner", crate = "::realtime")]
    async fn inner() {}

    routes![
        crate = "::realtime",
        several,
        r#move,
        any,
        digest,
        connect,
        disconnect,
        failed,
        failed_elsewhere,
        public::say,
        inner
    ]
    .namespace(Chat { state: Db })
}
