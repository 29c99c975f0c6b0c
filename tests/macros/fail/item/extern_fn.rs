use socketio::on;

#[on("a")]
async extern "C" fn handler() {}

fn main() {}
