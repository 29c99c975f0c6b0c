use socketio::on;

#[on("a", blocking)]
async fn handler() {}

fn main() {}
