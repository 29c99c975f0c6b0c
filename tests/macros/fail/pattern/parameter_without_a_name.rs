use socketio::on;

#[on("a", namespace = "/room-{}")]
async fn handler() {}

fn main() {}
