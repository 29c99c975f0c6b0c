use socketio::on;

#[on("a")]
async fn handler<const N: usize>() {}

fn main() {}
