#![allow(unused_variables)]

use socketio::{Error, on_error};

#[on_error]
async fn failed(error: Error, line: String) {}

fn main() {}
