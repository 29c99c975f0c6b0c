use socketio::on;

#[on("search", concurrent(4))]
async fn handler() {}

fn main() {}
