use socketio::on;

#[on("a", namespace = "/chat,room")]
async fn handler() {}

fn main() {}
