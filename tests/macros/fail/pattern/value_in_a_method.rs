#![allow(unused_variables)]

use socketio::{Param, namespace};

struct Room;

#[namespace("/room-{id}")]
impl Room {
    #[on("a")]
    async fn handler(&self, room: Param<u32>) {}
}

fn main() {}
