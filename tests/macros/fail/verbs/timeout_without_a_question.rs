use std::time::Duration;

use socketio::{emit, on};

#[on("tell")]
async fn tell(text: String) -> socketio::Result {
    emit("told", text).timeout(Duration::from_secs(5)).await?;
    Ok(())
}

fn main() {}
