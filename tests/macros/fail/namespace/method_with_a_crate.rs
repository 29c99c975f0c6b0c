use socketio::namespace;

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("say", crate = "socketio")]
    async fn say(&self) {}
}

fn main() {}
