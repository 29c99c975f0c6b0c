#![allow(unused_variables)]

use socketio::{Error, on};

#[on("a")]
async fn handler(error: Error) {}

fn main() {}
