use socketio::on;

#[on("a", namespace = "/chat?token=1")]
async fn handler() {}

fn main() {}
