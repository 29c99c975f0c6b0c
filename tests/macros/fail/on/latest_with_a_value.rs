use socketio::on;

#[on("a", latest = true)]
async fn handler() {}

fn main() {}
