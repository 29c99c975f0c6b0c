use socketio::{State, on};

struct Db;

#[on("save")]
async fn save(State(db): State<Db>, text: String) {
    let _ = text;
}

fn main() {}
