use socketio::event;

#[event]
async fn connect() {}

fn main() {}
