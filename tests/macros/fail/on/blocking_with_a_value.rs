use socketio::on;

#[on("a", blocking = true)]
fn handler() {}

fn main() {}
