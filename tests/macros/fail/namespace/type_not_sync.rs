use std::cell::Cell;

use socketio::namespace;

struct Chat {
    lines: Cell<u32>,
}

#[namespace("/chat")]
impl Chat {
    #[on("say")]
    async fn say(&self) {}
}

fn main() {}
