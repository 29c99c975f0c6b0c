#![allow(unused_variables)]

use socketio::{Args, on};

#[on("a")]
async fn handler(first: Args, second: Args) {}

fn main() {}
