#![allow(unused_variables)]

use socketio::{Args, on};

#[on("connect")]
async fn connect(args: Args) {}

fn main() {}
