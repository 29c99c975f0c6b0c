use socketio::on;

#[on("say", rate = 20)]
async fn say() {}

fn main() {}
