#![allow(unused_variables)]

use socketio::on;

#[on("a")]
async fn handler(text: impl ToString) {}

fn main() {}
