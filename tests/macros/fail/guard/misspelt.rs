use socketio::on;

async fn is_admin() -> bool {
    true
}

#[on("delete", guard = is_admn)]
async fn delete() {}

fn main() {}
