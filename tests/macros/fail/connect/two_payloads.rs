#![allow(unused_variables)]

use socketio::on;

#[on("connect")]
async fn connect(user: String, password: String) {}

fn main() {}
