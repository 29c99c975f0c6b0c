#![allow(unused_variables)]

use socketio::{Error, on_error};

#[on_error(concurrent)]
async fn failed(error: Error) {}

fn main() {}
