//! Beside `fail/pattern`: names of namespaces with parameters, and handlers that take their values.

use socketio::{Event, Param, Socket, SocketIo, namespace, on, routes};

#[on("a", namespace = "/room-{id}")]
async fn named(id: Param<u32>) -> u32 {
    *id
}

#[on("b", namespace = "/room-{id}")]
async fn in_a_pattern(Param(id): Param<u32>, text: String) -> String {
    format!("{id}: {text}")
}

#[on("c", namespace = "/room-{id}")]
async fn unused(_id: Param<u32>) {}

#[on("d", namespace = "/room-{id}")]
async fn not_taken(socket: Socket) -> Option<u32> {
    socket.param("id")
}

#[on("a", namespace = "/{game}/table-{number}-x")]
async fn several(number: Param<u8>, game: Param<String>) -> (u8, String) {
    (*number, game.0)
}

#[on("e", namespace = "/room-{id}")]
#[on("e", namespace = "/hall/{id}")]
async fn two_patterns(id: Param<u32>) -> u32 {
    *id
}

#[on("a", namespace = "/kind-{type}")]
async fn raw(r#type: Param<String>) -> String {
    r#type.0
}

struct Room;

#[namespace("/class-{id}")]
impl Room {
    #[on("a")]
    async fn say(&self, id: Param<u32>) -> u32 {
        *id
    }
}

#[derive(serde::Serialize, Event)]
#[event("moved", namespace = "/room-7")]
struct Moved {}

#[test]
fn builds() {
    let routes = routes![
        named,
        in_a_pattern,
        unused,
        not_taken,
        several,
        two_patterns,
        raw
    ];
    let builder = SocketIo::builder().routes(routes).namespace(Room);
    builder.build().unwrap();
    assert_eq!(Moved::NAMESPACE, "/room-7");
}
