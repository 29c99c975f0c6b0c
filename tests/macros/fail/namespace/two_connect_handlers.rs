use socketio::namespace;

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("connect")]
    async fn first(&self) {}

    #[on("connect")]
    async fn second(&self) {}
}

fn main() {}
