use socketio::{close_room, on};

#[on("close")]
async fn close(sid: String) -> socketio::Result {
    close_room("lobby").of(sid).await?;
    Ok(())
}

fn main() {}
