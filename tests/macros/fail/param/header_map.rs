use socketio::on;

#[on("save")]
async fn handler(_: axum::http::HeaderMap) {}

fn main() {}
