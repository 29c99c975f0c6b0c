use socketio::Routes;

struct Chat;

fn main() {
    let _ = Routes::new().namespace(Chat);
}
