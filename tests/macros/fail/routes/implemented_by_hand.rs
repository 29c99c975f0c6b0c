use socketio::HandlerFn;

struct Mine;

impl HandlerFn<()> for Mine {}

fn main() {}
