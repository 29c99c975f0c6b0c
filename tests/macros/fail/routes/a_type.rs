use socketio::routes;

struct Chat;

fn main() {
    let _ = routes![Chat];
}
