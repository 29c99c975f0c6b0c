//! What a handler knows about its caller and about the request that brought it.

use serde_json::{Value, json};
use socketio::{
    EventName, Io, Sid, Socket, SocketIo, State, TransportKind, emit, event, namespace as ns, on,
    routes, sid,
};

use crate::join;

async fn helper() -> socketio::Result<(String, String)> {
    tokio::task::yield_now().await;
    emit("from the helper", 1).await?;
    Ok((
        sid()?.to_string(),
        socketio::socket()?.namespace().to_owned(),
    ))
}

#[on("deep", namespace = "/chat")]
async fn deep() -> socketio::Result<(String, String)> {
    helper().await
}

#[tokio::test]
async fn any_fn_that_a_handler_calls_knows_the_caller() {
    let mut ann = join(&SocketIo::new(routes![deep]), "/chat").await;

    let (sid, namespace): (String, String) = ann.call("deep", ()).await.unwrap();

    assert_eq!((&*sid, &*namespace), (ann.sid(), "/chat"));
    assert_eq!(ann.received().await, [("from the helper", json!([1]))]);
}

#[on("one")]
#[on("two")]
async fn named(event: EventName) -> EventName {
    event
}

#[event]
async fn by_its_name(event: EventName) -> EventName {
    event
}

#[event(namespace = "/chat")]
async fn there_too(event: EventName) -> EventName {
    event
}

#[tokio::test]
async fn a_handler_knows_which_event_it_runs_for() {
    let io = SocketIo::new(routes![named, by_its_name, there_too]);
    let ann = join(&io, "/").await;
    let chat = ann.connect("/chat").await.unwrap();

    for name in ["one", "two", "by_its_name"] {
        assert_eq!(ann.call::<String>(name, ()).await.unwrap(), name);
    }
    assert_eq!(
        chat.call::<String>("there_too", ()).await.unwrap(),
        "there_too"
    );
}

#[on("request")]
async fn request(socket: Socket) -> Value {
    json!({
        "query": socket.query("name"),
        "missing": socket.query("missing"),
        "header": socket.header("Authorization"),
        "all": socket.headers().get_all("x-tag").iter().count(),
        "cookie": socket.header("cookie"),
        "addr": socket.addr().map(|addr| addr.to_string()),
        "websocket": socket.transport() == TransportKind::WebSocket,
        "path": socket.request_parts().uri.path(),
        "auth": socket.auth::<Value>().ok(),
    })
}

#[tokio::test]
async fn the_handshake_is_there_for_the_connections_life() {
    let io = SocketIo::new(routes![request]);
    let client = io
        .test_client("/")
        .query("name=Ann+B%C3%A9")
        .header("authorization", "Bearer x")
        .header("x-tag", "a")
        .header("x-tag", "b")
        .header("cookie", "id=7")
        .addr(([192, 0, 2, 1], 80).into())
        .auth(&json!({ "token": "t" }));
    let ann = client.connect().await.unwrap();

    for _ in 0..2 {
        let seen: Value = ann.call("request", ()).await.unwrap();
        assert_eq!(
            seen,
            json!({
                "query": "Ann Bé",
                "missing": null,
                "header": "Bearer x",
                "all": 2,
                "cookie": "id=7",
                "addr": "192.0.2.1:80",
                "websocket": true,
                "path": "/socket.io/",
                "auth": { "token": "t" },
            })
        );
    }
}

struct Motto(&'static str);

#[on("mixed")]
async fn mixed(
    a: u8,
    motto: State<Motto>,
    b: Option<String>,
    socket: Socket,
    id: Sid,
    io: Io,
) -> (u8, Option<String>, &'static str, bool, usize) {
    (a, b, motto.0, socket.sid() == id, io.connections())
}

#[tokio::test]
async fn arguments_and_context_stand_beside_each_other() {
    let builder = SocketIo::builder().routes(routes![mixed]);
    let io = builder.state(Motto("be brief")).build().unwrap();
    let ann = join(&io, "/").await;

    let with = ann.call_raw("mixed", (1, "b")).await.unwrap();
    let without = ann.call_raw("mixed", 1).await.unwrap();

    assert_eq!(with.to_json(), r#"[1,"b","be brief",true,1]"#);
    assert_eq!(without.to_json(), r#"[1,null,"be brief",true,1]"#);
}

#[test]
fn a_state_that_nobody_gave_is_found_when_the_server_is_built() {
    let error = SocketIo::builder()
        .routes(routes![mixed])
        .build()
        .unwrap_err();

    let text = error.to_string();
    assert!(text.contains("State<behaviour::context::Motto>"), "{text}");
    assert!(text.contains("context.rs:"), "{text}");
}

struct Counter;

#[ns("/counter")]
impl Counter {
    #[on("whoami")]
    async fn whoami(&self, socket: Socket) -> String {
        socket.sid().to_string()
    }
}

#[tokio::test]
async fn a_method_has_the_same_context() {
    let io = SocketIo::builder().namespace(Counter).build().unwrap();
    let ann = join(&io, "/counter").await;

    assert_eq!(ann.call::<String>("whoami", ()).await.unwrap(), ann.sid());
}

#[tokio::test]
async fn a_handler_stays_a_fn_that_can_be_called() {
    assert_eq!(named_directly(2, 3).await, 5);
}

#[on("add")]
async fn named_directly(a: u8, b: u8) -> u8 {
    a + b
}
