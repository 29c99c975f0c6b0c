use socketio::namespace;

struct Chat;

#[namespace("/chat", crat = "socketio")]
impl Chat {}

fn main() {}
