use socketio::on;

#[on("delete", guard = is_admin())]
async fn delete() {}

fn main() {}
