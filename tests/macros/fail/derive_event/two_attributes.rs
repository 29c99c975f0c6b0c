use socketio::Event;

#[derive(serde::Serialize, Event)]
#[event("user joined")]
#[event("user left")]
struct User {
    name: String,
}

fn main() {}
