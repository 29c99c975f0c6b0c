//! Arguments that do not fit: what is wrong is the same sentence for all who are told.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use serde::Deserialize;
use serde_json::{Value, json};
use socketio::{Error, SocketIo, on, on_error, routes};
use tracing::{
    Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

use crate::join;

/// The errors in the log of this thread.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<String>>>);

impl Subscriber for Logged {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("socketio")
    }

    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut self.clone());
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

impl Visit for Logged {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "error" {
            self.0.lock().unwrap().push(format!("{value:?}"));
        }
    }
}

#[derive(Deserialize)]
struct Position {
    #[expect(dead_code, reason = "only its type matters")]
    x: f32,
}

#[on("move")]
#[on("move", namespace = "/handled")]
async fn step(_to: Vec<Position>) {}

#[on_error(namespace = "/handled")]
async fn failed(error: Error) -> String {
    error.to_string()
}

#[tokio::test]
async fn the_log_the_error_handler_and_the_client_are_told_the_same() {
    let text = "`move`: args[0][1].x (`_to`): expected f32, found string \"2\"";
    let logged = Logged::default();
    let _guard = tracing::subscriber::set_default(logged.clone());
    let io = SocketIo::new(routes![step, failed]);
    let (bare, handled) = (join(&io, "/").await, join(&io, "/handled").await);
    let path = json!([{ "x": 1 }, { "x": "2" }]);

    let envelope: Value = bare.call("move", (&path,)).await.unwrap();
    let told: String = handled.call("move", (&path,)).await.unwrap();

    assert_eq!(envelope["error"]["message"], text);
    assert_eq!(told, text);
    // Once: what an error handler takes is its business.
    assert_eq!(*logged.0.lock().unwrap(), [text]);
}
