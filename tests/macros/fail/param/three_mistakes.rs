#![allow(unused_variables)]

use socketio::{Args, Auth, Reason, on};

#[on("a")]
async fn handler(auth: Auth<String>, reason: Reason, args: Args, last: u32) {}

fn main() {}
