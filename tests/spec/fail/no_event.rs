use schemars::JsonSchema;
use serde::Serialize;
use socketio::events;

#[derive(Serialize, JsonSchema)]
struct Said {
    text: String,
}

fn main() {
    let _ = events![Said];
}
