use socketio::Io;

async fn welcome(io: Io) -> socketio::Result {
    io.join_room("lobby").await?;
    Ok(())
}

fn main() {}
