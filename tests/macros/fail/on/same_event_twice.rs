use socketio::on;

#[on("a")]
#[on("b")]
#[on("a")]
async fn handler() {}

fn main() {}
