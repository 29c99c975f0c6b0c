use socketio::namespace;

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("say")]
    async fn say(&self) {}

    #[on("say")]
    async fn shout(&self) {}
}

fn main() {}
