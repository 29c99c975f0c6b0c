use socketio::event;

#[event("my event")]
async fn my_event() {}

fn main() {}
