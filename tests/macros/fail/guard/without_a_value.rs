use socketio::on;

#[on("delete", guard)]
async fn delete() {}

fn main() {}
