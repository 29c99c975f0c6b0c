use socketio::on;

#[on("a", namespace = "/room-{id")]
async fn handler() {}

fn main() {}
