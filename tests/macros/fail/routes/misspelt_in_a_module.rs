use socketio::routes;

mod chat {
    #[socketio::on("leave")]
    pub async fn leave() {}
}

fn main() {
    let _ = routes![chat::leav];
}
