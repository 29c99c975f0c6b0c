#![allow(unused_variables)]

use socketio::on;

#[on("", namespace = "chat", lastest)]
fn handler(text: &str) {}

fn main() {}
