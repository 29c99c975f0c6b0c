use socketio::on;

struct Receipt;

#[on("a")]
async fn handler() -> (u32, Receipt) {
    (1, Receipt)
}

fn main() {}
