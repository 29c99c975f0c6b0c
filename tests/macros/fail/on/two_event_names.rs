use socketio::on;

#[on("a", "b")]
async fn handler() {}

fn main() {}
