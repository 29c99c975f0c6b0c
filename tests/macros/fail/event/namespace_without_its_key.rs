use socketio::event;

#[event("/chat")]
async fn my_event() {}

fn main() {}
