use socketio::{emit, on};

struct Line;

#[on("say")]
async fn say() -> socketio::Result {
    emit("line", Line).to("lobby").await?;
    Ok(())
}

fn main() {}
