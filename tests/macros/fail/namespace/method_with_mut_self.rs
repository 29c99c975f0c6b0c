use socketio::namespace;

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("say")]
    async fn say(&mut self) {}
}

fn main() {}
