#![allow(unused_variables)]

use socketio::{Ack, on};

#[on("a")]
async fn handler(ack: Ack<u32>, other: Ack<u32>) {}

fn main() {}
