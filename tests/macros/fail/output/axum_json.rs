use socketio::on;

#[on("load")]
async fn handler() -> axum::Json<u32> {
    axum::Json(1)
}

fn main() {}
