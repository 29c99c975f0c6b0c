use std::rc::Rc;

use socketio::on;

#[on("a")]
async fn handler() {
    let shared = Rc::new(1);
    tokio::task::yield_now().await;
    drop(shared);
}

fn main() {}
