use socketio::Event;

#[derive(Event)]
#[event("user joined")]
struct UserJoined {
    name: String,
}

fn main() {}
