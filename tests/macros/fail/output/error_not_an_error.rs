use socketio::on;

#[derive(Debug)]
struct Failed;

#[on("a")]
async fn handler() -> Result<(), Failed> {
    Err(Failed)
}

fn main() {}
