use socketio::Io;

struct Vote;

async fn ask(io: Io) -> socketio::Result<bool> {
    Ok(io.call("vote", Vote).await?)
}

fn main() {}
