use socketio::event;

#[event]
async fn connect_error() {}

fn main() {}
