#![allow(unused_variables)]

use socketio::on;

struct Line {
    text: String,
}

#[on("a")]
async fn handler(line: Line) {}

fn main() {}
