use socketio::on;

#[on("a")]
async fn handler<'a>() {}

fn main() {}
