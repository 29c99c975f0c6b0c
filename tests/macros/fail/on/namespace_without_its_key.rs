use socketio::on;

#[on("a", "/chat")]
async fn handler() {}

fn main() {}
