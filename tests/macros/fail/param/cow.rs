#![allow(unused_variables)]

use std::borrow::Cow;

use socketio::on;

#[on("a")]
async fn handler(text: Cow<'_, str>) {}

fn main() {}
