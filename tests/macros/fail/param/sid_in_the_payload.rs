#![allow(dead_code)]

use socketio::{Sid, on};

#[derive(serde::Deserialize)]
struct Whisper {
    to: Sid,
}

#[on("whisper")]
async fn whisper(_: Whisper) {}

fn main() {}
