#![allow(unused_variables)]

use socketio::{Ack, on};

#[on("disconnect")]
async fn disconnect(ack: Ack<u32>) {}

fn main() {}
