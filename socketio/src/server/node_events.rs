//! The handlers of events that nodes send to each other.

use std::{
    fmt,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{Arc, OnceLock},
};

use futures_util::FutureExt as _;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::{
    ack::FromAnswer,
    adapter::{NodeAnswer, NodeHandlers},
    emit::{Io, WeakIo},
    packet::{Args, Codec, Relayed},
};

/// A handler, whatever it takes and returns.
type Handler = Arc<dyn Fn(Io, Args) -> NodeAnswer + Send + Sync>;

/// The handlers of one server, by event.
#[derive(Default)]
pub(super) struct NodeEvents {
    handlers: FxHashMap<String, Handler>,
    /// Set once there is one. The handle has what calls the handlers, so it is not kept alive by them.
    io: OnceLock<WeakIo>,
}

impl NodeEvents {
    /// Adds a handler; `false` if the event has one.
    pub(super) fn add<T, F>(
        &mut self,
        event: &str,
        handler: impl Fn(Io, T) -> F + Send + Sync + 'static,
    ) -> bool
    where
        T: FromAnswer + Send + 'static,
        F: Future<Output: Serialize> + Send + 'static,
    {
        let handler: Handler = Arc::new(move |io, args| {
            let answer = T::from_answer(&args).map(|value| handler(io, value));
            Box::pin(async move {
                let answer = answer.map_err(|error| error.to_string())?;
                encode(&answer.await)
            })
        });
        self.handlers.insert(event.to_owned(), handler).is_none()
    }

    pub(super) fn set_io(&self, io: WeakIo) {
        // A second one cannot be: this is called once, where the server is made.
        let _ = self.io.set(io);
    }
}

/// What a handler has returned, as arguments.
fn encode(answer: &impl Serialize) -> Result<Args, String> {
    let message = Codec::Json.event("/", None, "answer", answer);
    let message = message.map_err(|error| error.to_string())?;
    let event = Relayed::of(Codec::Json, &message);
    let args = event.and_then(|event| Some(event.to_parts().ok()?.1));
    args.ok_or_else(|| "no arguments".to_owned())
}

impl NodeHandlers for NodeEvents {
    fn handle(&self, namespace: &str, event: &str, args: Args) -> Option<NodeAnswer> {
        let handler = Arc::clone(self.handlers.get(event)?);
        let io = self.io.get()?.upgrade()?.of(namespace);
        let answer: Pin<Box<_>> = Box::pin(async move {
            let answer = async move { handler(io, args).await };
            let answer = AssertUnwindSafe(answer).catch_unwind().await;
            answer.unwrap_or_else(|_| Err("the handler panicked".to_owned()))
        });
        Some(answer)
    }
}

impl fmt::Debug for NodeEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.handlers.keys()).finish()
    }
}
