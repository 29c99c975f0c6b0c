use socketio::on;

#[on("a", namespace = "/{x}-{y}")]
async fn handler() {}

fn main() {}
