use socketio::on;

#[on("connect", rate = "1/s", timeout = "2s")]
async fn connect() {}

#[on("disconnect", max_size = 10)]
async fn disconnect() {}

fn main() {}
