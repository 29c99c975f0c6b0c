#![allow(unused_variables)]

use socketio::{Reason, namespace};

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("say")]
    async fn say(&self, line: String) {}

    #[on("leave")]
    async fn leave(&self, reason: Reason) {}
}

fn main() {}
