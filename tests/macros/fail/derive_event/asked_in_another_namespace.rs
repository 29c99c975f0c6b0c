use socketio::{Event, on};

#[derive(serde::Serialize, Event)]
#[event("sure?", namespace = "/chat")]
struct Sure;

#[on("delete", namespace = "/chat")]
async fn delete() -> socketio::Result<bool> {
    Ok(Sure.call::<bool>().namespace("/admin").await?)
}

fn main() {}
