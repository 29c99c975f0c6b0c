#![allow(unused_variables)]

use socketio::{Auth, on};

#[on("a")]
async fn handler(auth: Auth<String>) {}

fn main() {}
