use socketio::on;

struct User;

async fn is_admin(_: User) -> bool {
    true
}

#[on("delete", guard = is_admin)]
async fn delete() {}

fn main() {}
