use socketio::{on, routes};

#[on("message")]
async fn message() {}

fn main() {
    let _ = routes![mesage];
}
