#![allow(unused_variables)]

use socketio::{Error, on_error_default};

#[on_error_default(namespace = "/chat")]
async fn failed(error: Error) {}

fn main() {}
