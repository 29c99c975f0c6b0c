#![allow(unused_variables)]

use socketio::{Reason, on};

#[on("a")]
async fn handler(reason: Reason) {}

fn main() {}
