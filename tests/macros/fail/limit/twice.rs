use socketio::on;

#[on("say", rate = "1/s", rate = "2/s")]
async fn say() {}

fn main() {}
