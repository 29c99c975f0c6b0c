//! Namespaces: apart from each other, as fns or as an object.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use serde_json::json;
use socketio::{
    Args, Error, EventName, Reason, Socket, SocketIo, State, emit, namespace, on, routes, sid,
};

use crate::{Log, join, noted};

#[on("who")]
#[on("who", namespace = "/chat")]
async fn who() -> socketio::Result<(String, String)> {
    Ok((
        socketio::socket()?.namespace().to_owned(),
        sid()?.to_string(),
    ))
}

#[tokio::test]
async fn a_client_has_another_sid_in_each_namespace() {
    let io = SocketIo::new(routes![who]);
    let main = join(&io, "/").await;
    let chat = main.connect("/chat").await.unwrap();

    let here: (String, String) = main.call("who", ()).await.unwrap();
    let there: (String, String) = chat.call("who", ()).await.unwrap();

    assert_eq!(here, ("/".to_owned(), main.sid().to_owned()));
    assert_eq!(there, ("/chat".to_owned(), chat.sid().to_owned()));
    assert_ne!(here.1, there.1);
}

#[tokio::test]
async fn who_leaves_one_namespace_stays_in_the_others() {
    let io = SocketIo::new(routes![who]);
    let main = join(&io, "/").await;
    let mut chat = main.connect("/chat").await.unwrap();

    chat.disconnect().await;

    assert!(main.is_connected().await);
    assert!(main.call_raw("who", ()).await.is_ok());
}

#[tokio::test]
async fn a_namespace_without_handlers_has_to_be_named_to_be_joined() {
    let plain = SocketIo::new(routes![who]);
    let named = SocketIo::builder().namespaces(["/news"]).build().unwrap();
    let open = SocketIo::builder().namespaces(["*"]).build().unwrap();

    let refused = plain.test_client("/news").connect().await;
    assert_eq!(refused.unwrap_err().message(), "Invalid namespace");
    assert!(named.test_client("/news").connect().await.is_ok());
    assert!(named.test_client("/olds").connect().await.is_err());
    assert!(open.test_client("/olds").connect().await.is_ok());
}

#[tokio::test]
async fn the_main_namespace_is_always_there() {
    let empty = SocketIo::new(socketio::Routes::new());

    assert!(empty.test_client("/").connect().await.is_ok());
}

struct Counter {
    start: usize,
    count: AtomicUsize,
}

#[namespace("/counter")]
impl Counter {
    #[on("connect")]
    async fn enter(&self, log: State<Log>) {
        log.add("in");
    }

    #[on("disconnect")]
    async fn leave(&self, reason: Reason, log: State<Log>) {
        log.add(format!("out: {reason}"));
    }

    #[event]
    async fn count(&self, by: usize) -> usize {
        self.start + self.count.fetch_add(by, Ordering::Relaxed) + by
    }

    #[on("tell all")]
    async fn tell(&self, text: String) -> socketio::Result {
        emit("told", (text, self.start)).broadcast().await?;
        Ok(())
    }

    #[on("shared")]
    async fn shared(&self) -> &'static str {
        "method"
    }

    #[event]
    async fn counted(self: Arc<Self>) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    #[on_error]
    async fn failed(&self, error: Error) -> (usize, bool) {
        (self.count.load(Ordering::Relaxed), error.is_args())
    }
}

#[on("shared", namespace = "/counter")]
async fn shared() -> &'static str {
    "fn"
}

fn counter() -> Counter {
    Counter {
        start: 100,
        count: AtomicUsize::new(0),
    }
}

fn class_based() -> SocketIo {
    let builder = SocketIo::builder().namespace(counter());
    builder.state(Log::default()).build().unwrap()
}

#[tokio::test]
async fn an_object_is_a_namespace_and_its_state_is_shared_by_all_clients() {
    let io = class_based();
    let (ann, bob) = (join(&io, "/counter").await, join(&io, "/counter").await);

    assert_eq!(ann.call::<usize>("count", 1).await.unwrap(), 101);
    assert_eq!(bob.call::<usize>("count", 2).await.unwrap(), 103);
}

#[tokio::test]
async fn a_method_may_have_its_object_in_an_arc_or_handle_the_errors_of_others() {
    let ann = join(&class_based(), "/counter").await;

    ann.emit("count", 1).await;

    assert_eq!(ann.call::<usize>("counted", ()).await.unwrap(), 1);
    let failed: (usize, bool) = ann.call("count", "no number").await.unwrap();
    assert_eq!(failed, (1, true));
}

#[tokio::test]
async fn methods_emit_in_their_own_namespace() {
    let io = class_based();
    let (ann, mut bob) = (join(&io, "/counter").await, join(&io, "/counter").await);
    let mut main = join(&io, "/").await;

    ann.emit("tell all", "hi").await;

    assert_eq!(bob.received().await, [("told", json!(["hi", 100]))]);
    assert_eq!(main.received().await, []);
}

#[tokio::test]
async fn an_object_sees_its_clients_come_and_go() {
    let io = class_based();

    let mut ann = join(&io, "/counter").await;
    ann.disconnect().await;

    assert_eq!(noted(&io), ["in", "out: client namespace disconnect"]);
}

#[tokio::test]
async fn a_free_fn_goes_before_a_method() {
    let builder = SocketIo::builder()
        .routes(routes![shared])
        .namespace(counter());
    let both = builder.state(Log::default()).build().unwrap();

    let ann = join(&both, "/counter").await;
    let bob = join(&class_based(), "/counter").await;

    assert_eq!(ann.call::<String>("shared", ()).await.unwrap(), "fn");
    assert_eq!(bob.call::<String>("shared", ()).await.unwrap(), "method");
}

#[on("*")]
async fn any(event: EventName, args: Args) -> (EventName, usize) {
    (event, args.len())
}

#[on("known")]
async fn known() -> &'static str {
    "known"
}

#[tokio::test]
async fn the_catch_all_gets_the_real_name_of_what_nobody_else_handles() {
    let io = SocketIo::new(routes![any, known]);
    let ann = join(&io, "/").await;

    assert_eq!(ann.call::<String>("known", ()).await.unwrap(), "known");
    let other: (String, usize) = ann.call("any thing", (1, 2, 3)).await.unwrap();
    assert_eq!(other, ("any thing".to_owned(), 3));
}

#[on("where", namespace = "*")]
async fn place(socket: Socket) -> String {
    socket.namespace().to_owned()
}

#[on("where", namespace = "/own")]
async fn own_place() -> &'static str {
    "its own"
}

#[tokio::test]
async fn a_handler_for_every_namespace_makes_them_joinable() {
    let io = SocketIo::new(routes![place, own_place]);
    let (any, own) = (join(&io, "/rooms/7").await, join(&io, "/own").await);

    assert_eq!(any.call::<String>("where", ()).await.unwrap(), "/rooms/7");
    assert_eq!(own.call::<String>("where", ()).await.unwrap(), "its own");
}

#[on("*", namespace = "/levels")]
async fn any_here() -> &'static str {
    "any event here"
}

#[on("x", namespace = "*")]
async fn x_anywhere() -> &'static str {
    "x anywhere"
}

#[on("*", namespace = "*")]
async fn any_anywhere() -> &'static str {
    "any event anywhere"
}

#[on("x", namespace = "/levels")]
async fn x_here() -> &'static str {
    "x here"
}

#[tokio::test]
async fn the_nearest_handler_takes_the_event() {
    let io = SocketIo::new(routes![any_here, x_anywhere, any_anywhere, x_here]);
    let (here, there) = (join(&io, "/levels").await, join(&io, "/else").await);

    assert_eq!(here.call::<String>("x", ()).await.unwrap(), "x here");
    assert_eq!(
        here.call::<String>("y", ()).await.unwrap(),
        "any event here"
    );
    assert_eq!(there.call::<String>("x", ()).await.unwrap(), "x anywhere");
    assert_eq!(
        there.call::<String>("y", ()).await.unwrap(),
        "any event anywhere"
    );
}

#[derive(Default)]
struct Everywhere {
    visits: AtomicUsize,
}

#[namespace("*")]
impl Everywhere {
    #[on("connect")]
    async fn enter(&self, socket: Socket) -> bool {
        self.visits.fetch_add(1, Ordering::Relaxed);
        socket.namespace() != "/closed"
    }

    #[on("disconnect")]
    async fn leave(&self, socket: Socket, log: State<Log>) {
        log.add(format!("left {}", socket.namespace()));
    }

    #[event]
    async fn visits(&self) -> usize {
        self.visits.load(Ordering::Relaxed)
    }

    #[on("tell all")]
    async fn tell(&self, text: String) -> socketio::Result {
        Ok(emit("told", text).broadcast().await?)
    }

    #[on("*")]
    async fn other(
        &self,
        event: EventName,
        args: Args,
        socket: Socket,
    ) -> (EventName, String, usize) {
        (event, socket.namespace().to_owned(), args.len())
    }
}

/// Of one namespace, beside the object of all.
#[on("visits", namespace = "/own")]
async fn own_visits() -> &'static str {
    "not counted"
}

fn everywhere() -> SocketIo {
    let builder = SocketIo::builder().namespace(Everywhere::default());
    let builder = builder.routes(routes![own_visits]).state(Log::default());
    builder.build().unwrap()
}

#[tokio::test]
async fn an_object_of_all_namespaces_lets_join_any_and_is_one_in_all() {
    let io = everywhere();
    let (a, b) = (join(&io, "/a").await, join(&io, "/b/c").await);

    assert_eq!(a.call::<usize>("visits", ()).await.unwrap(), 2);
    assert_eq!(b.call::<usize>("visits", ()).await.unwrap(), 2);
    assert!(io.test_client("/closed").connect().await.is_err());
}

#[tokio::test]
async fn an_object_of_all_namespaces_handles_each_event_where_it_happens() {
    let io = everywhere();
    let (mut ann, mut bob) = (join(&io, "/a").await, join(&io, "/a").await);
    let mut eve = join(&io, "/b").await;

    ann.emit("tell all", "hi").await;
    let other: (String, String, usize) = ann.call("what ever", (1, 2)).await.unwrap();
    ann.disconnect().await;

    assert_eq!(other, ("what ever".to_owned(), "/a".to_owned(), 2));
    assert_eq!(bob.received().await, [("told", json!(["hi"]))]);
    assert_eq!(eve.received().await, []);
    assert_eq!(noted(&io), ["left /a"]);
}

#[tokio::test]
async fn a_namespace_of_its_own_goes_before_the_object_of_all() {
    let own = join(&everywhere(), "/own").await;

    let visits: String = own.call("visits", ()).await.unwrap();
    let other: (String, String, usize) = own.call("what ever", ()).await.unwrap();

    assert_eq!(visits, "not counted");
    assert_eq!(
        other.1, "/own",
        "for what it has no handler, there is the object"
    );
}
