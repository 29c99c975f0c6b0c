use socketio::Event;

struct UserJoined;

fn announce(_event: &impl Event) {}

fn main() {
    announce(&UserJoined);
}
