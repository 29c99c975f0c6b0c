use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("user")]
enum User {
    Joined,
}

fn main() {}
