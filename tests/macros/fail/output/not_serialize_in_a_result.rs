use socketio::on;

struct Receipt;

#[on("a")]
async fn handler() -> socketio::Result<Receipt> {
    Ok(Receipt)
}

fn main() {}
