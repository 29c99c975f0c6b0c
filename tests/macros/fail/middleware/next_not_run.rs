#![deny(warnings)]

use socketio::{Answer, Next, on};

async fn logged(next: Next) -> socketio::Result<Answer> {
    next.run();
    Ok(Answer::new(()))
}

#[on("save", middleware = logged)]
async fn save() {}

fn main() {}
