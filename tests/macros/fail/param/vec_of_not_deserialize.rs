#![allow(unused_variables)]

use socketio::on;

struct Line;

#[on("a")]
async fn handler(lines: Vec<Line>) {}

fn main() {}
