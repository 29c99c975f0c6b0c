use socketio::SocketIo;

async fn is_admin() -> bool {
    true
}

fn main() {
    let _ = SocketIo::builder().middleware(is_admin);
}
