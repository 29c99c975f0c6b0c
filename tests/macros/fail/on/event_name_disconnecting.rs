use socketio::on;

#[on("disconnecting")]
async fn handler() {}

fn main() {}
