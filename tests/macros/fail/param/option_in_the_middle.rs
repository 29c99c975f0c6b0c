#![allow(unused_variables)]

use socketio::on;

#[on("move")]
async fn handler(speed: Option<f32>, to: u32) {}

fn main() {}
