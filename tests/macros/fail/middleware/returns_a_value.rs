use socketio::{Next, on};

async fn logged(next: Next) -> socketio::Result {
    next.run().await?;
    Ok(())
}

#[on("save", middleware = logged)]
async fn save() {}

fn main() {}
