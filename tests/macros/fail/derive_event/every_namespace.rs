use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("user joined", namespace = "*")]
struct UserJoined {
    name: String,
}

fn main() {}
