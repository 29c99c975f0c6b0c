use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("")]
struct UserJoined {
    name: String,
}

fn main() {}
