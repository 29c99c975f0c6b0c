use socketio::on;

#[on("a", namepsace = "/chat")]
async fn handler() {}

fn main() {}
