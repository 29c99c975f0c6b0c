use socketio::routes;

mod chat {
    #[socketio::on("leave")]
    async fn leave() {}
}

fn main() {
    let _ = routes![chat::leave];
}
