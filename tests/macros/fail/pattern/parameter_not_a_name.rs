use socketio::on;

#[on("a", namespace = "/room-{room id}")]
async fn handler() {}

fn main() {}
