use socketio::on;

#[on("save")]
async fn handler(_: axum::Json<u32>) {}

fn main() {}
