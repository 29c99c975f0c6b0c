use socketio::on;

struct Receipt;

#[on("a")]
async fn handler() -> Receipt {
    Receipt
}

fn main() {}
