#![allow(unused_variables)]

use socketio::on;

#[on("a")]
async fn handler(list: &[f32]) {}

fn main() {}
