use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("user joined", name_space = "/chat")]
struct UserJoined {
    name: String,
}

fn main() {}
