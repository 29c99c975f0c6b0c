use socketio::on;

#[on("a", namespace = "/{id}/{id}")]
async fn handler() {}

fn main() {}
