use socketio::on;

#[on("save", middleware = "logged")]
async fn save() {}

fn main() {}
