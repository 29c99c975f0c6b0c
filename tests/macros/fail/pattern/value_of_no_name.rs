#![allow(unused_variables)]

use socketio::{Param, on};

#[on("a", namespace = "/room-{id}")]
async fn handler(_: Param<u32>) {}

fn main() {}
