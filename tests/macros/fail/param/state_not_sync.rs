#![allow(unused_variables)]

use std::cell::Cell;

use socketio::{State, on};

#[on("a")]
async fn handler(count: State<Cell<u32>>) {}

fn main() {}
