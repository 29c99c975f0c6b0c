use socketio::on;

#[on("connect", concurrent)]
async fn connect() {}

fn main() {}
