use socketio::on;

#[on("a", namespace = "")]
async fn handler() {}

fn main() {}
