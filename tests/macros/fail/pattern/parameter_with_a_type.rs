#![allow(unused_variables)]

use socketio::{Param, on};

#[on("a", namespace = "/room-{id: u32}")]
async fn handler(id: Param<u32>) {}

fn main() {}
