use socketio::{on, routes};

#[on("a")]
async fn a() {}

#[on("a")]
async fn other() {}

async fn b() {}

fn main() {
    let _ = routes![a, b, other];
}
