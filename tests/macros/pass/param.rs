//! Beside `fail/param`: what a handler can take, and where.

use std::{borrow::Cow, collections::HashMap, sync::Mutex};

use axum::http::HeaderMap;
use bytes::Bytes;
use serde::Deserialize;
use socketio::{
    Ack, Args, Auth, Error, EventName, FromArg, Http, Invocation, Io, Reason, Sid, Socket,
    SocketIo, State,
};
use socketio::{on, on_error, routes};

#[derive(Deserialize)]
struct Line {
    _text: String,
}

#[on("owned")]
async fn owned(
    _: String,
    _: Vec<f32>,
    _: Line,
    _: Cow<'static, str>,
    _: HashMap<String, Line>,
    _: Bytes,
) {
}

#[on("context")]
async fn context(_: Socket, _: Sid, _: Io, _: EventName, _: State<Mutex<u32>>) {}

#[on("options last")]
async fn options_last(
    _to: u32,
    _socket: Socket,
    _speed: Option<f32>,
    _ack: Ack<u32>,
    _more: Option<u32>,
) {
}

#[on("args last")]
async fn args_last(_first: u32, _args: Args, _socket: Socket) {}

#[on("args behind an option")]
async fn args_behind_an_option(_first: Option<u32>, _args: Args) {}

#[on("patterns")]
async fn patterns(
    (_a, _b): (u32, u32),
    Http(_headers): Http<HeaderMap>,
    mut c: u32,
    Line { _text }: Line,
) {
    c += 1;
    let _ = c;
}

#[on("connect")]
async fn auth(_: Auth<Line>) {}

#[on("disconnect")]
async fn reason(_: Reason) {}

#[on_error]
async fn error(_: Error) {}

struct User;

impl FromArg for User {
    fn from_arg(_: &mut Invocation<'_>) -> socketio::Result<Self> {
        Ok(Self)
    }
}

type Maybe<T> = Option<T>;

#[on("own extractor")]
async fn own_extractor(_: User, _: Maybe<u32>) {}

#[test]
fn builds() {
    let routes = routes![
        owned,
        context,
        options_last,
        args_last,
        args_behind_an_option,
        patterns,
        auth,
        reason,
        error,
        own_extractor,
    ];
    SocketIo::builder()
        .routes(routes)
        .state(Mutex::new(0_u32))
        .build()
        .unwrap();
}

/// A client that was told the id of another names it in a text.
#[derive(serde::Deserialize)]
struct Whisper {
    to: String,
}

#[on("whisper")]
async fn whisper(whisper: Whisper, sid: Sid) -> socketio::Result {
    socketio::emit("whisper", sid).to(whisper.to).await?;
    Ok(())
}

#[on("login")]
async fn login(_: Http<tower_sessions::Session>) {}
