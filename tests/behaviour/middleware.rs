//! Middlewares of events: what runs around the handlers, in which order, and what it can change.

use std::time::Duration;

use serde_json::{Value, json};
use socketio::{
    Ack, Answer, Args, Binary, ClientError, Error, EventName, Io, Next, PacketFormat, Param,
    Routes, Session, Socket, SocketIo, SocketIoBuilder, State, emit, namespace,
    observe::{Observation, Observer, Topics},
    on, on_error, routes,
    testing::TestClient,
};

use crate::{Log, join, noted};

/// What is noted around an event by a middleware of this name.
macro_rules! noting {
    ($name:ident) => {
        async fn $name(event: EventName, log: State<Log>, next: Next) -> socketio::Result<Answer> {
            log.add(format!("{} {event}", stringify!($name)));
            tokio::task::yield_now().await;
            let answer = next.run().await;
            log.add(format!("{} done", stringify!($name)));
            answer
        }
    };
}

noting!(server);
noting!(of_namespace);
noting!(class);
noting!(first);
noting!(second);

async fn asked(log: State<Log>) -> bool {
    log.add("guard");
    true
}

struct Board;

#[namespace("/board", middleware = class, guard = asked)]
impl Board {
    #[on("write", middleware = first, middleware = second)]
    async fn write(&self, text: String, log: State<Log>) -> String {
        log.add(format!("handler {text}"));
        text
    }
}

#[on("free", namespace = "/board")]
async fn free(log: State<Log>) {
    log.add("handler");
}

fn board() -> SocketIo {
    let builder = SocketIo::builder().routes(routes![free]).namespace(Board);
    let builder = builder
        .middleware(server)
        .middleware_in("/board", of_namespace)
        .middleware_in("/", async |_: Next| -> socketio::Result<Answer> {
            unreachable!("it is of another namespace")
        });
    builder.state(Log::default()).build().unwrap()
}

#[tokio::test]
async fn middlewares_run_around_guards_and_handler_from_the_server_to_the_route() {
    let io = board();
    let ann = join(&io, "/board").await;

    assert_eq!(ann.call::<String>("write", "hi").await.unwrap(), "hi");
    assert_eq!(
        noted(&io),
        [
            "server write",
            "class write",
            "of_namespace write",
            "first write",
            "second write",
            "guard",
            "handler hi",
            "second done",
            "first done",
            "of_namespace done",
            "class done",
            "server done",
        ]
    );
}

#[tokio::test]
async fn all_events_of_a_namespace_pass_its_middlewares() {
    let io = board();
    let ann = join(&io, "/board").await;
    let around = |event: &str, inner: &[&str]| {
        let into = ["server", "class", "of_namespace"].map(|name| format!("{name} {event}"));
        let out = ["of_namespace done", "class done", "server done"];
        let inner = inner.iter().copied();
        let lines = into.iter().map(String::as_str).chain(inner).chain(out);
        lines.map(str::to_owned).collect::<Vec<_>>()
    };

    ann.call::<()>("free", ()).await.unwrap();
    assert_eq!(noted(&io), around("free", &["handler"]));

    let nobody: Value = ann.call("nobody", 1).await.unwrap();
    assert_eq!(nobody["error"]["kind"], "unhandled");
    assert_eq!(noted(&io), around("nobody", &[]));
}

/// What observers are told of the events of the server.
struct Told(std::sync::mpsc::Sender<String>);

impl Observer for Told {
    fn topics(&self) -> Topics {
        Topics::FAILURES | Topics::EVENTS
    }

    fn observe(&self, observation: &Observation<'_>) {
        let line = match observation {
            Observation::EventUnhandled { event, .. } => format!("unhandled {event}"),
            Observation::EventHandled { event, .. } => format!("handled {event}"),
            Observation::HandlerFailed { event, .. } => format!("failed {event}"),
            _ => return,
        };
        self.0.send(line).unwrap();
    }
}

#[tokio::test]
async fn an_event_that_only_middlewares_saw_is_unhandled() {
    let (sender, told) = std::sync::mpsc::channel();
    let io = SocketIo::builder()
        .observer(Told(sender))
        .routes(routes![on_any_error])
        .middleware(async |event: EventName, next: Next| match event.as_str() {
            "answered" => Ok(Answer::new("by a middleware")),
            _ => next.run().await,
        })
        .build()
        .unwrap();
    let ann = join(&io, "/").await;

    let nobody: Value = ann.call("nobody", ()).await.unwrap();
    let answered: String = ann.call("answered", ()).await.unwrap();

    assert_eq!(
        nobody,
        json!({ "error": { "kind": "unhandled", "message": "no handler for event `nobody`" } }),
        "and the error handler is not asked"
    );
    assert_eq!(answered, "by a middleware");
    assert_eq!(
        told.try_iter().collect::<Vec<_>>(),
        ["unhandled nobody", "handled answered"]
    );
}

#[on_error]
async fn on_any_error(error: Error, event: EventName) -> String {
    format!("{event}: {error}")
}

/// A server for each format of packets.
fn servers(build: impl Fn(SocketIoBuilder) -> SocketIoBuilder) -> [SocketIo; 2] {
    [PacketFormat::Json, PacketFormat::MsgPack].map(|format| {
        let builder = build(SocketIo::builder().packet_format(format));
        builder.state(Log::default()).build().unwrap()
    })
}

/// Takes one argument, and passes on two: one of them binary.
async fn doubled(bytes: Binary, name: String, next: Next) -> socketio::Result<Answer> {
    let twice = Binary::from([&*bytes, &*bytes].concat());
    next.run_with(Args::new(&(name.to_uppercase(), twice, 7))?)
        .await
}

async fn is_loud(name: String) -> bool {
    name.chars().all(char::is_uppercase)
}

#[on("put", middleware = doubled, guard = is_loud)]
async fn put(name: String, bytes: Binary, number: u8) -> (String, Binary, u8) {
    (name, bytes, number)
}

#[tokio::test]
async fn a_middleware_changes_the_arguments_for_guards_and_handler() {
    for io in servers(|builder| builder.routes(routes![put])) {
        let ann = join(&io, "/").await;

        let bytes = Binary::from(vec![1, 2]);
        let put: (String, Binary, u8) = ann.call("put", (bytes, "ann")).await.unwrap();

        assert_eq!(put, ("ANN".to_owned(), Binary::from(vec![1, 2, 1, 2]), 7));
        let misfit: Value = ann.call("put", "no bytes").await.unwrap();
        assert_eq!(misfit["error"]["kind"], "arguments");
    }
}

/// Puts the answer of the handler between two texts.
async fn framed(next: Next) -> socketio::Result<Answer> {
    let answer = next.run().await?;
    let Some(args) = answer.args() else {
        return Ok(answer);
    };
    let (text, bytes): (String, Binary) = args.parse()?;
    Ok(Answer::new((format!("<{text}>"), bytes)))
}

#[on("frame", middleware = framed)]
async fn frame(text: String) -> (String, Binary) {
    (text.clone(), Binary::from(text.into_bytes()))
}

#[tokio::test]
async fn a_middleware_reads_the_answer_and_gives_another() {
    for io in servers(|builder| builder.routes(routes![frame])) {
        let mut ann = join(&io, "/").await;

        let framed: (String, Binary) = ann.call("frame", "hi").await.unwrap();
        assert_eq!(framed, ("<hi>".to_owned(), Binary::from(b"hi".to_vec())));
        ann.emit("frame", "hi").await;
        assert_eq!(ann.received().await, [], "nobody asked");
    }
}

async fn strict(kind: String, next: Next) -> Result<Answer, Error> {
    match kind.as_str() {
        "refuse" => {
            let error = ClientError::new("no", "not this").data(json!({ "kind": kind }));
            Err(error.into())
        }
        "fail" => Err("the database is away".into()),
        "panic" => panic!("ouch"),
        "instead" => Ok(Answer::new(json!({ "instead": true }))),
        "nothing" => Ok(Answer::new(())),
        "task" => Ok(tokio::spawn(next.run()).await??),
        _ => next.run().await,
    }
}

#[on("do", middleware = strict)]
async fn act(kind: String, log: State<Log>) -> socketio::Result<&'static str> {
    log.add(format!("did {kind}"));
    match kind.as_str() {
        "wrong" => Err("it went wrong".into()),
        "burst" => panic!("ouch"),
        _ => Ok("done"),
    }
}

#[on("do", namespace = "/told", middleware = strict)]
async fn act_told(_kind: String) -> &'static str {
    "done"
}

#[on_error(namespace = "/told")]
async fn told(error: Error, args: Args) -> String {
    format!("{error} {}", args.to_json())
}

async fn does(client: &TestClient, kind: &str) -> Value {
    client.call("do", kind).await.unwrap()
}

#[tokio::test]
async fn a_middleware_answers_or_refuses_in_place_of_the_handler() {
    let routes = || routes![act, act_told, told];
    for io in servers(|builder| builder.routes(routes())) {
        let (ann, bob) = (join(&io, "/").await, join(&io, "/told").await);
        let error = |kind, message| json!({ "error": { "kind": kind, "message": message } });

        let refused = json!({ "kind": "no", "message": "not this", "data": { "kind": "refuse" } });
        assert_eq!(does(&ann, "refuse").await, json!({ "error": refused }));
        assert_eq!(
            does(&ann, "fail").await,
            error("handler", "the handler failed")
        );
        assert_eq!(
            does(&ann, "panic").await,
            error("panic", "the handler failed")
        );
        assert_eq!(does(&ann, "instead").await, json!({ "instead": true }));
        assert_eq!(ann.call::<()>("do", "nothing").await, Ok(()));
        assert_eq!(noted(&io), [""; 0], "the handler was not called");

        assert_eq!(does(&ann, "pass").await, "done");
        assert_eq!(does(&ann, "task").await, "done");
        assert_eq!(
            does(&ann, "wrong").await,
            error("handler", "the handler failed")
        );
        assert_eq!(
            does(&ann, "burst").await,
            error("panic", "the handler failed")
        );
        assert_eq!(
            noted(&io),
            ["did pass", "did task", "did wrong", "did burst"]
        );

        assert_eq!(does(&bob, "fail").await, r#"the database is away ["fail"]"#);
        assert_eq!(does(&bob, "refuse").await["error"]["kind"], "no");
    }
}

async fn in_time(next: Next) -> Result<Answer, Error> {
    match tokio::time::timeout(Duration::from_secs(1), next.run()).await {
        Ok(answer) => {
            answer?;
            Ok(Answer::new("handled"))
        }
        Err(_) => Err(ClientError::new("late", "it took too long").into()),
    }
}

#[on("later", middleware = in_time)]
async fn later(ack: Ack<&'static str>) {
    ack.send("by hand").unwrap();
}

#[on("wait", middleware = in_time)]
async fn wait() {
    std::future::pending().await
}

#[tokio::test(start_paused = true)]
async fn a_middleware_gives_up_and_an_answer_by_hand_is_the_only_one() {
    let io = SocketIo::new(routes![later, wait]);
    let ann = join(&io, "/").await;

    assert_eq!(ann.call::<String>("later", ()).await.unwrap(), "by hand");
    let late: Value = ann.call("wait", ()).await.unwrap();
    assert_eq!(late["error"]["kind"], "late");
}

/// Keeps the first event until the second has come, if that can come.
async fn slow(number: u8, log: State<Log>, next: Next) -> Result<Answer, Error> {
    log.add(format!("middleware {number}"));
    if number == 1 {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    next.run().await
}

#[on("serial", middleware = slow)]
async fn serial(number: u8, log: State<Log>) {
    log.add(format!("handler {number}"));
}

#[on("concurrent", middleware = slow, concurrent)]
async fn concurrent(number: u8, log: State<Log>) {
    log.add(format!("handler {number}"));
}

#[tokio::test(start_paused = true)]
async fn events_keep_the_order_that_their_handlers_ask_for() {
    let io = SocketIo::builder().routes(routes![serial, concurrent]);
    let io = io.state(Log::default()).build().unwrap();
    let ann = join(&io, "/").await;
    let log = io.io().state::<Log>().unwrap();

    ann.emit("serial", 1).await;
    ann.emit("serial", 2).await;
    log.has("handler 2").await;
    assert_eq!(
        noted(&io),
        ["middleware 1", "handler 1", "middleware 2", "handler 2"]
    );

    ann.emit("concurrent", 1).await;
    ann.emit("concurrent", 2).await;
    log.has("handler 1").await;
    assert_eq!(
        noted(&io),
        ["middleware 1", "middleware 2", "handler 2", "handler 1"]
    );
}

async fn counted(id: Param<u32>, seen: Session<u32>, next: Next) -> Result<Answer, Error> {
    let seen = seen.with(|seen| {
        *seen += *id;
        *seen
    });
    emit("seen", seen).await?;
    next.run().await
}

struct Room;

#[namespace("/room-{id}", middleware = counted)]
impl Room {
    #[on("*")]
    async fn any(&self, event: EventName, args: Args) -> (String, Args) {
        (event.into(), args)
    }
}

#[tokio::test]
async fn middlewares_have_the_context_of_a_handler_and_see_what_a_catch_all_handles() {
    let io = SocketIo::new(Routes::new().namespace(Room));
    let mut ann = join(&io, "/room-7").await;

    let answer: (String, Vec<Value>) = ann.call("hello", "a").await.unwrap();
    ann.emit("once more", ()).await;

    assert_eq!(answer, ("hello".to_owned(), vec![json!("a")]));
    let received = ann.received().await;
    assert_eq!(received, [("seen", json!([7])), ("seen", json!([14]))]);
}

#[test]
fn what_cannot_be_a_middleware_is_refused_when_the_server_is_built() {
    async fn deaf(_socket: Socket, _io: Io) -> Answer {
        Answer::new(())
    }
    async fn twice(_one: Next, next: Next) -> Result<Answer, Error> {
        next.run().await
    }
    async fn by_hand(_ack: Ack<u8>, next: Next) -> Result<Answer, Error> {
        next.run().await
    }
    async fn stateful(_state: State<Log>, next: Next) -> Result<Answer, Error> {
        next.run().await
    }
    #[on("named", middleware = deaf)]
    async fn named() {}

    let error = SocketIo::builder()
        .routes(routes![named])
        .middleware(twice)
        .middleware(by_hand)
        .middleware_in("/nowhere", stateful)
        .on_event("handler", async |_: Next| ())
        .build()
        .unwrap_err();

    let problems = error.problems();
    let has = |part: &str| {
        problems
            .iter()
            .filter(|problem| problem.contains(part))
            .count()
    };
    assert_eq!(has("`, a middleware of `"), 1, "{problems:#?}");
    assert_eq!(has("no parameter `next: Next`"), 1, "{problems:#?}");
    assert_eq!(has("two parameters `Next`"), 1, "{problems:#?}");
    assert_eq!(
        has("answers by the `Answer` that it returns"),
        1,
        "{problems:#?}"
    );
    assert_eq!(has("would pass no middleware"), 1, "{problems:#?}");
    assert_eq!(has("which nobody provided"), 1, "{problems:#?}");
    assert_eq!(has("is what follows a middleware"), 1, "{problems:#?}");
    assert_eq!(problems.len(), 6, "{problems:#?}");
}
