#![allow(unused_variables)]

use socketio::{call, on};

#[on("delete")]
async fn delete(file: String) -> socketio::Result {
    let sure = call("are you sure?", file).await?;
    Ok(())
}

fn main() {}
