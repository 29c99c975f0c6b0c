#![allow(unused_variables)]

use socketio::{Error, namespace};

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on_error_default]
    async fn failed(&self, error: Error) {}
}

fn main() {}
