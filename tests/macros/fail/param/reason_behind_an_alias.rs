#![allow(unused_variables)]

use socketio::on;

type Why = socketio::Reason;

#[on("connect")]
async fn handler(why: Why) {}

fn main() {}
