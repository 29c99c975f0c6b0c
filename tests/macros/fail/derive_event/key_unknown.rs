use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("user joined", room = "lobby")]
struct UserJoined {
    name: String,
}

fn main() {}
