use socketio::on;

async fn user() -> String {
    String::new()
}

#[on("delete", guard = user)]
async fn delete() {}

fn main() {}
