use socketio::on;

#[on("say", timeout)]
async fn say() {}

fn main() {}
