use socketio::{Event, on};

#[derive(serde::Serialize, Event)]
#[event("user joined", namespace = "/chat")]
struct UserJoined {
    name: String,
}

#[on("join", namespace = "/chat")]
async fn join(name: String) -> socketio::Result {
    UserJoined { name }.emit().namespace("/admin").await?;
    Ok(())
}

fn main() {}
