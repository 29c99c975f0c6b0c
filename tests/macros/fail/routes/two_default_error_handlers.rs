use socketio::{on_error_default, routes};

#[on_error_default]
async fn first() {}

#[on_error_default]
async fn second() {}

fn main() {
    let _ = routes![first, second];
}
