use socketio::on;

#[on("delete", guard = |name: String| name == "ann")]
async fn delete() {}

fn main() {}
