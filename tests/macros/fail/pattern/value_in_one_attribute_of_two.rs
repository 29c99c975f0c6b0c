#![allow(unused_variables)]

use socketio::{Param, on};

#[on("a", namespace = "/room-{id}")]
#[on("a", namespace = "/hall-{name}")]
async fn handler(id: Param<u32>) {}

fn main() {}
