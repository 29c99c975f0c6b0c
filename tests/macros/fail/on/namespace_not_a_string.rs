use socketio::on;

#[on("a", namespace = 1)]
async fn handler() {}

fn main() {}
