use socketio::{on, routes};

#[on("connect")]
async fn first() {}

#[on("connect")]
async fn second() {}

fn main() {
    let _ = routes![first, second];
}
