use socketio::{on, routes};

#[on("*")]
async fn first() {}

#[on("*")]
async fn second() {}

fn main() {
    let _ = routes![first, second];
}
