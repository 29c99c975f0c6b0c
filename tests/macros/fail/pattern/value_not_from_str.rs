#![allow(unused_variables)]

use socketio::{Param, on};

struct Room;

#[on("a", namespace = "/room-{id}")]
async fn handler(id: Param<Room>) {}

fn main() {}
