use socketio::{Answer, Next, SocketIo};

async fn logged(next: Next) -> socketio::Result<Answer> {
    next.run().await
}

fn main() {
    let _ = SocketIo::builder().guard(logged);
}
