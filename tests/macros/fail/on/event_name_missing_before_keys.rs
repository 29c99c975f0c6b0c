use socketio::on;

#[on(namespace = "/chat")]
async fn handler() {}

fn main() {}
