use socketio::{on, routes};

#[on("a", namespace = "/chat")]
async fn first() {}

#[on("b", namespace = "/chat")]
#[on("a", namespace = "/chat")]
async fn second() {}

fn main() {
    let _ = routes![first, second];
}
