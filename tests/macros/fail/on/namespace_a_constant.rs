use socketio::on;

const CHAT: &str = "/chat";

#[on("a", namespace = CHAT)]
async fn handler() {}

fn main() {}
