use socketio::{namespace, routes};

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("a")]
    async fn a(&self) {}
}

fn main() {
    let _ = routes![Chat];
}
