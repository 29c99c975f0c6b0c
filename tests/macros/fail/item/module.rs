use socketio::on;

#[on("a")]
mod chat {}

fn main() {}
