use socketio::on;

#[on("a")]
async fn handler<T: serde::de::DeserializeOwned + Send>(value: T) {
    drop(value);
}

fn main() {}
