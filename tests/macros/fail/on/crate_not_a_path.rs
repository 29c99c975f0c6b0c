use socketio::on;

#[on("a", crate = "my crate")]
async fn handler() {}

fn main() {}
