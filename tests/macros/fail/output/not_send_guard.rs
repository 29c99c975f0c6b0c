use std::sync::Mutex;

use socketio::{State, on};

#[on("a")]
async fn handler(count: State<Mutex<u32>>) {
    let mut count = count.lock().unwrap();
    tokio::task::yield_now().await;
    *count += 1;
}

fn main() {}
