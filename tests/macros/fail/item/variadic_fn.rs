use socketio::on;

#[on("a")]
async fn handler(first: u32, others: ...) {
    let _ = first;
}

fn main() {}
