use socketio::Event;

#[derive(serde::Serialize, Event)]
struct UserJoined {
    name: String,
}

fn main() {}
