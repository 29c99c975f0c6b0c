//! Limits of events, on a handler, a class, a namespace and a server.

use std::time::Duration;

use socketio::{Limits, SocketIo, namespace, on, routes};

#[on("say", rate = "20/s burst 40", max_size = "16KiB", timeout = "2s")]
#[on("*", rate = "5/10s")]
async fn say(_: String) {}

#[on("draw", max_size = 4096, latest, namespace = "/board")]
async fn draw(_: Vec<u8>) {}

struct Room;

#[namespace("/room-{id}", rate = "100/m", max_size = "1MB", timeout = "500ms")]
impl Room {
    #[on("connect")]
    async fn connect(&self) {}

    #[on("write", timeout = "1h")]
    async fn write(&self, _: String) {}
}

#[test]
fn builds() {
    const PER_SECOND: Limits = Limits::new().rate(50, Duration::from_secs(1)).burst(100);
    let server = SocketIo::builder()
        .routes(routes![say, draw])
        .namespace(Room)
        .limits(PER_SECOND)
        .limits_in(
            "/board",
            Limits::new()
                .max_size(1 << 20)
                .timeout(Duration::from_secs(5)),
        );
    server.build().unwrap();
}
