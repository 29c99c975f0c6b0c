use socketio::on;

#[on("save", middleware = |next: socketio::Next| next.run())]
async fn save() {}

fn main() {}
