use socketio::on;

#[on("say", maxsize = "16KiB")]
async fn say() {}

fn main() {}
