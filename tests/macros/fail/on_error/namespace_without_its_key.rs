#![allow(unused_variables)]

use socketio::{Error, on_error};

#[on_error("/chat")]
async fn failed(error: Error) {}

fn main() {}
