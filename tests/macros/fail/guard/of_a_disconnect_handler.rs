use socketio::on;

async fn is_admin() -> bool {
    true
}

#[on("disconnect", guard = is_admin)]
async fn disconnect() {}

fn main() {}
