use socketio::on;

struct Denied;

async fn is_admin() -> Result<(), Denied> {
    Err(Denied)
}

#[on("delete", guard = is_admin)]
async fn delete() {}

fn main() {}
