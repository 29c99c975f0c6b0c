use socketio::on;

#[on("login")]
async fn login(_: tower_sessions::Session) {}

fn main() {}
