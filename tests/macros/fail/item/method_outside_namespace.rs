use socketio::on;

struct Chat;

impl Chat {
    #[on("a")]
    async fn handler(&self) {}
}

fn main() {}
