use socketio::on;

#[on("say", rate = "0/s")]
async fn say() {}

fn main() {}
