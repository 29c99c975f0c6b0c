use socketio::{Next, on};

#[on("save")]
async fn save(next: Next) {
    let _ = next.run().await;
}

fn main() {}
