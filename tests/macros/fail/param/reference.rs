#![allow(unused_variables)]

use socketio::{Socket, on};

#[on("a")]
async fn handler(socket: &Socket) {}

fn main() {}
