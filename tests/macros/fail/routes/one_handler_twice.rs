use socketio::{on, routes};

#[on("a")]
async fn a() {}

fn main() {
    let _ = routes![a, a];
}
