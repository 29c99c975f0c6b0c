#![allow(unused_variables)]

use socketio::on;

#[derive(serde::Deserialize)]
struct Line<'a> {
    text: &'a str,
}

#[on("a")]
async fn handler(line: Line<'_>) {}

fn main() {}
