use socketio::on;

#[on("newListener")]
async fn handler() {}

fn main() {}
