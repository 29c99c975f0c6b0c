use socketio::on;

struct Refused;

#[on("connect")]
async fn connect() -> Result<(), Refused> {
    Err(Refused)
}

fn main() {}
