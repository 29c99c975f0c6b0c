//! Broadcasts: whom a client selects, and what they answer.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use socketio::{
    AckError, Args, Data, EmitError, Io, Result, Routes, Socket, builder::Emit, on, routes,
};

pub(super) fn routes() -> Routes {
    routes![send, ask_room, server_emit]
}

/// Whom a broadcast is for.
#[derive(Deserialize)]
struct Selection {
    via: Via,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    volatile: bool,
}

/// Who sends it.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Via {
    /// The socket, which does not hear it itself.
    Socket,
    /// The server.
    Io,
}

impl Selection {
    fn emit<'a>(
        &'a self,
        socket: &'a Socket,
        io: &Io,
        name: &'a str,
        args: Vec<Data>,
    ) -> Emit<'a, Args> {
        let args = Args::from(args);
        let mut emit = match self.via {
            Via::Socket => socket.emit(name, args).include_self(false),
            Via::Io => io.emit(name, args).namespace(socket.namespace()),
        };
        if !self.to.is_empty() {
            emit = emit.to(&self.to);
        } else if self.via == Via::Socket {
            emit = emit.broadcast();
        }
        if !self.except.is_empty() {
            emit = emit.except(&self.except);
        }
        if self.volatile {
            emit = emit.volatile();
        }
        emit
    }
}

#[on("send", namespace = "*")]
async fn send(
    spec: Selection,
    name: String,
    args: Vec<Data>,
    socket: Socket,
    io: Io,
) -> Result<Args> {
    let answer = match spec.emit(&socket, &io, &name, args).await {
        Ok(()) => vec![Data::Bool(true)],
        // Other nodes are not told; the clients of this one have got it.
        Err(error @ EmitError::Cluster(_)) => {
            vec![Data::from("error"), Data::from(error.to_string())]
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Args::from(answer))
}

#[on("server_emit", namespace = "*")]
async fn server_emit(
    name: String,
    args: Vec<Data>,
    ms: u64,
    socket: Socket,
    io: Io,
) -> Result<Answers> {
    let nodes = io.of(socket.namespace()).nodes();
    let call = nodes.call::<Args>(&name, Args::from(args));
    let found = call.timeout(Duration::from_millis(ms)).await?;
    let mut answers = Answers {
        complete: found.missing().is_empty(),
        replies: Vec::new(),
    };
    for (_, answer) in found {
        match answer {
            Ok(answer) => answers.replies.push(first(&answer)?),
            Err(_) => answers.complete = false,
        }
    }
    Ok(answers)
}

/// The answers of a room.
#[derive(Serialize)]
struct Answers {
    complete: bool,
    replies: Vec<Data>,
}

#[on("ask_room", namespace = "*")]
async fn ask_room(
    spec: Selection,
    name: String,
    args: Vec<Data>,
    ms: u64,
    socket: Socket,
    io: Io,
) -> Result<Answers> {
    let emit = spec.emit(&socket, &io, &name, args);
    let mut acks = emit
        .timeout(Duration::from_millis(ms))
        .acks::<Args>()
        .await?;
    let mut answers = Answers {
        complete: true,
        replies: Vec::new(),
    };
    while let Some((_, answer)) = acks.next().await {
        match answer {
            Ok(answer) => answers.replies.push(first(&answer)?),
            Err(AckError::Timeout | AckError::Disconnected) => answers.complete = false,
            Err(error) => return Err(error.into()),
        }
    }
    answers.complete &= acks.missing().is_empty();
    Ok(answers)
}

/// The first argument of an answer, or `null`.
fn first(answer: &Args) -> Result<Data> {
    if answer.is_empty() {
        return Ok(Data::Null);
    }
    Ok(answer.get(0)?)
}
