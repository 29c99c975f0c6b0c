use socketio::on;

#[on("a", room = "lobby")]
async fn handler() {}

fn main() {}
