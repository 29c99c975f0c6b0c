use socketio::on;

#[on("a", namespace = "/chat", namespace = "/game")]
async fn handler() {}

fn main() {}
