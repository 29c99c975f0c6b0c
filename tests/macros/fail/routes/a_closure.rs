use socketio::routes;

fn main() {
    let _ = routes![async |text: String| text];
}
