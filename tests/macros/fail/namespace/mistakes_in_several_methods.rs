use socketio::namespace;

struct Chat;

#[namespace("chat")]
impl Chat {
    #[on("")]
    async fn say(&self) {}

    #[on("leave")]
    fn leave(&self) {}
}

fn main() {}
