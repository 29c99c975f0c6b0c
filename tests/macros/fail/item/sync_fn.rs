use socketio::on;

#[on("a")]
fn handler() {}

fn main() {}
