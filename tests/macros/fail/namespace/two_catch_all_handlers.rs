use socketio::namespace;

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("*")]
    async fn first(&self) {}

    #[on("*")]
    async fn second(&self) {}
}

fn main() {}
