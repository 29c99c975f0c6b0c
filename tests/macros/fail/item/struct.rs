use socketio::on;

#[on("a")]
struct Handler;

fn main() {}
