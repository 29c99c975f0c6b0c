use socketio::namespace;

struct Room;

#[namespace("/room-{}")]
impl Room {
    #[on("a")]
    async fn handler(&self) {}
}

fn main() {}
