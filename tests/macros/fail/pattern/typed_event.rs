use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("moved", namespace = "/room-{id}")]
struct Moved {}

fn main() {}
