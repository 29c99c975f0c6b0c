use socketio::namespace;

struct Chat;

trait Room {}

#[namespace("/chat")]
impl Room for Chat {}

fn main() {}
