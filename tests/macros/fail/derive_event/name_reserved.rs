use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("disconnect")]
struct Bye;

fn main() {}
