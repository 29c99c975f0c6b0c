#![deny(dead_code)]

use socketio::{on, routes};

#[on("a")]
async fn a() {}

#[on("b")]
async fn b() {}

fn main() {
    let _ = routes![a];
}
