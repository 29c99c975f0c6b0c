use socketio::on;

#[on("a", concurrent, latest)]
async fn handler() {}

fn main() {}
