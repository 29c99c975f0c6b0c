use socketio::on;

async fn is_admin() -> bool {
    true
}

#[on("connect", guard = is_admin)]
async fn connect() {}

fn main() {}
