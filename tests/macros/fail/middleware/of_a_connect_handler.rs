use socketio::{Answer, Next, on};

async fn logged(next: Next) -> socketio::Result<Answer> {
    next.run().await
}

#[on("connect", middleware = logged)]
async fn connect() {}

fn main() {}
