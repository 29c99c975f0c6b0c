use socketio::on;

#[on("a", namespace = "/rooms/:id")]
async fn handler() {}

fn main() {}
