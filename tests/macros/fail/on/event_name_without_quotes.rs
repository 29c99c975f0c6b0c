use socketio::on;

#[on(my event)]
async fn handler() {}

fn main() {}
