use socketio::on;

fn is_admin() -> bool {
    true
}

#[on("delete", guard = is_admin)]
async fn delete() {}

fn main() {}
