use socketio::on;

struct Chat;

#[on("a")]
impl Chat {}

fn main() {}
