use socketio::on;

#[on("a" namespace = "/chat")]
async fn handler() {}

fn main() {}
