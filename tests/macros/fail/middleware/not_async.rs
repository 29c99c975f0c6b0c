use socketio::{Answer, Next, on};

fn logged(_: Next) -> Answer {
    Answer::new(())
}

#[on("save", middleware = logged)]
async fn save() {}

fn main() {}
