use socketio::on;

#[on("save")]
async fn handler(_: axum::extract::State<u32>) {}

fn main() {}
