use socketio::routes;

fn main() {
    let _ = routes![chat];
}
