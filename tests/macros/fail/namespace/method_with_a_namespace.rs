use socketio::namespace;

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("say", namespace = "/game")]
    async fn say(&self) {}
}

fn main() {}
