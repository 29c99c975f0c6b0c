use socketio::on;

#[on("say", rate = "20")]
async fn say() {}

#[on("draw", rate = "20/s 40")]
async fn draw() {}

fn main() {}
