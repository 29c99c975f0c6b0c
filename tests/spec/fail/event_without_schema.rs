use serde::Serialize;
use socketio::{Event, events};

#[derive(Serialize, Event)]
#[event("said")]
struct Said {
    text: String,
}

fn main() {
    let _ = events![Said];
}
