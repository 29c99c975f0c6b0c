#![allow(unused_variables)]

use socketio::{Param, on};

#[on("a")]
async fn handler(id: Param<u32>) {}

fn main() {}
