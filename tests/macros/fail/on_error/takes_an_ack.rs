#![allow(unused_variables)]

use socketio::{Ack, Error, on_error};

#[on_error]
async fn failed(error: Error, ack: Ack<u32>) {}

fn main() {}
