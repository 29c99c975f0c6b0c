use socketio::on;

#[on("say", max_size = "16")]
async fn say() {}

#[on("draw", max_size = 0)]
async fn draw() {}

fn main() {}
