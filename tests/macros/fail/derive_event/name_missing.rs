use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event(namespace = "/chat")]
struct UserJoined {
    name: String,
}

fn main() {}
