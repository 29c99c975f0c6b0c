use socketio::{Acks, Io};

struct Vote;

async fn ask(io: Io) -> socketio::Result<Acks<Vote>> {
    Ok(io.emit("vote", ()).acks::<Vote>().await?)
}

fn main() {}
