use socketio::{namespace, routes};

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("say")]
    async fn say(&self) {}
}

fn main() {
    let _ = routes![Chat::say];
}
