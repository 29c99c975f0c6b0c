use socketio::on;

#[on("a", concurrent = 0)]
async fn handler() {}

fn main() {}
