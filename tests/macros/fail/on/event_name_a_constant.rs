use socketio::on;

const NAME: &str = "my event";

#[on(NAME)]
async fn handler() {}

fn main() {}
