use socketio::{on, routes};

#[on("a")]
async fn a() {}

async fn b() {}

fn main() {
    let _ = routes![a, b];
}
