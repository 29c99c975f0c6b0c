use socketio::on;

#[on("connect")]
async fn connect() -> String {
    "welcome".to_owned()
}

fn main() {}
