use socketio::Namespace;

struct Chat;

impl Namespace for Chat {
    const NAMESPACE: &'static str = "/chat";
}

fn main() {}
