use socketio::on;

struct Admin;

#[on("delete", guard = Admin)]
async fn delete() {}

fn main() {}
