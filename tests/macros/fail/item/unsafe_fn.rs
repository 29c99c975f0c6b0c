use socketio::on;

#[on("a")]
async unsafe fn handler() {}

fn main() {}
