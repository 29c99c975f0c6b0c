use socketio::on;

#[on("say", timeout = "1.5s")]
async fn say() {}

#[on("draw", timeout = 2)]
async fn draw() {}

fn main() {}
