#![allow(unused_variables)]

use socketio::on;

#[on("disconnect")]
async fn disconnect(reason: String) {}

fn main() {}
