//! What a client sent, sent back: as an event, as an acknowledgement, or only counted.

use serde::Serialize;
use socketio::{Ack, Args, EventName, Result, Routes, emit, on, routes};

pub(super) fn routes() -> Routes {
    routes![echo, ack, sink, any]
}

#[on("echo", namespace = "*")]
async fn echo(args: Args) -> Result {
    emit("echo", args).await?;
    Ok(())
}

#[on("ack", namespace = "*")]
async fn ack(args: Args) -> Args {
    args
}

#[on("sink", namespace = "*")]
async fn sink(args: Args) -> usize {
    args.len()
}

/// Events of any other name.
#[on("*", namespace = "*")]
async fn any(name: EventName, ack: Ack<(&'static str, EventName, List)>, args: Args) -> Result {
    if ack.is_wanted() {
        ack.send(("any", name, List(args)))?;
    } else {
        emit("any", (name, List(args))).await?;
    }
    Ok(())
}

/// Arguments as one value, a list.
#[derive(Serialize)]
struct List(Args);
