use socketio::on;

#[on("a", concurrent = "four")]
async fn handler() {}

fn main() {}
