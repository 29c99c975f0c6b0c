use socketio::on;

#[on(5)]
async fn handler() {}

fn main() {}
