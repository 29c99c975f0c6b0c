use socketio::{SocketIo, on};

#[on("a")]
async fn a() {}

fn main() {
    let _ = SocketIo::new([a]);
}
