#![allow(unused_variables)]

use socketio::{Ack, on};

#[on("connect")]
async fn connect(ack: Ack<u32>) {}

fn main() {}
