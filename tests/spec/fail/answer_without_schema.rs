use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use socketio::{Event, events};

#[derive(Serialize, JsonSchema, Event)]
#[event("are you sure?")]
struct AreYouSure {
    file: String,
}

#[derive(Deserialize)]
struct Answer {
    yes: bool,
}

fn main() {
    let _ = events![AreYouSure => Answer];
}
