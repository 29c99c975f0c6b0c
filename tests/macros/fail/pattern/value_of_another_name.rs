#![allow(unused_variables)]

use socketio::{Param, on};

#[on("a", namespace = "/room-{id}")]
async fn handler(room: Param<u32>, text: String) {}

fn main() {}
