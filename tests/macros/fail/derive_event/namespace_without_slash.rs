use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("user joined", namespace = "chat")]
struct UserJoined {
    name: String,
}

fn main() {}
