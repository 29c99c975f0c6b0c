#![allow(unused_variables)]

use socketio::{Args, on};

#[on("a")]
async fn handler(args: Args, last: u32) {}

fn main() {}
