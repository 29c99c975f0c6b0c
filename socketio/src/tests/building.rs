//! What can be wrong with a server before it runs.

use std::time::Duration;

use super::wire::Wire;
use crate::{Ack, Reason, SocketIo, State, TransportKind, namespace, on, routes};

const TAKE: u32 = line!() + 1;
#[on("take")]
async fn take(number: State<u32>, text: State<&'static str>) -> String {
    format!("{text} {number}", text = *text, number = *number)
}

const AGAIN: u32 = line!() + 1;
#[on("take")]
async fn again() {}

#[derive(Debug)]
struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("take")]
    async fn take(&self) {}
}

#[test]
fn every_problem_is_named_at_once_with_its_place() {
    let line = line!();
    let builder = SocketIo::builder()
        .routes(routes![take])
        .routes(routes![again])
        .state(1_u32)
        .state(2_u32)
        .namespaces(["/fine", "chat"])
        .transports([])
        .path("/a/{b}/")
        .resource("")
        .ping_interval(Duration::ZERO)
        .ping_grace_period(Duration::from_micros(1))
        .ping_timeout(Duration::ZERO)
        .upgrade_timeout(Duration::MAX)
        .connect_timeout(Duration::ZERO)
        .max_http_buffer_size(0)
        .inbound_events(0)
        .inbound_bytes(0)
        .outbound_messages(0)
        .outbound_bytes(0)
        .cors_allowed_origins(["https://a.test", "a.test"])
        .cors_allowed_headers(["content type"])
        .cookie("a b")
        .namespace(Chat)
        .namespace(Chat);

    let error = builder.build().unwrap_err();

    let at = |below: u32| format!("at {}:{}:", file!(), line + below);
    let wanted = [
        (5, "there are two states of type `u32`"),
        (6, "`namespaces`"),
        (7, "`transports`"),
        (8, "`path`"),
        (9, "`path`"),
        (10, "`ping_interval`"),
        (11, "`ping_grace_period`"),
        (12, "`ping_timeout`"),
        (13, "`upgrade_timeout`"),
        (14, "`connect_timeout`"),
        (15, "`max_http_buffer_size`"),
        (16, "`inbound_events`"),
        (17, "`inbound_bytes`"),
        (18, "`outbound_messages`"),
        (19, "`outbound_bytes`"),
        (20, "`cors_allowed_origins`"),
        (21, "`cors_allowed_headers`"),
        (22, "`cookie`"),
        (24, "namespace `/chat` has two objects"),
    ];
    let problems = error.problems();
    for ((below, wanted), problem) in wanted.into_iter().zip(problems) {
        assert!(problem.starts_with(wanted), "{wanted} in {problem}");
        assert!(problem.contains(&at(below)), "{} in {problem}", at(below));
    }
    assert!(
        problems[0].contains(&at(4)),
        "the first state as well: {error}"
    );
    assert!(
        problems[18].contains(&at(23)),
        "the first object as well: {error}"
    );
    let [state, handlers] = &problems[wanted.len()..] else {
        panic!("{error}")
    };
    assert!(state.contains("State<&str>"), "{error}");
    let (module, file) = (module_path!(), file!());
    assert_eq!(
        handlers,
        &format!(
            "event `take` of namespace `/` has two handlers: `{module}::take` at {file}:{TAKE}:1 and `{module}::again` \
             at {file}:{AGAIN}:1"
        )
    );
    for problem in problems {
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[test]
fn a_heartbeat_that_is_too_slow_names_all_that_makes_it_slow() {
    let days = |days: u64| Duration::from_secs(days * 24 * 3600);
    let line = line!();
    let builder = SocketIo::builder()
        .ping_interval(days(1))
        .ping_interval(days(20))
        .ping_grace_period(Duration::ZERO)
        .ping_timeout(days(6));

    let error = builder.build().unwrap_err();

    let [problem] = error.problems() else {
        panic!("{error}")
    };
    for (below, option) in [
        (3, "ping_interval"),
        (4, "ping_grace_period"),
        (5, "ping_timeout"),
    ] {
        let wanted = format!("`{option}` at {}:{}:", file!(), line + below);
        assert!(problem.contains(&wanted), "{wanted} in {problem}");
    }
}

#[test]
#[should_panic(expected = "has two handlers")]
fn the_short_way_panics_with_the_same_text() {
    let _ = SocketIo::new(routes![take].and(routes![again]));
}

#[tokio::test]
async fn states_reach_their_handlers() {
    let builder = SocketIo::builder()
        .routes(routes![take])
        .state(7_u32)
        .state("number");
    let mut wire = Wire::join(&builder.build().unwrap(), "/").await;

    wire.send(r#"21["take"]"#).await;

    assert_eq!(wire.recv().await, r#"31["number 7"]"#);
}

#[test]
fn a_path_may_be_written_in_any_way() {
    for (written, path) in [
        ("socket.io", "/socket.io/"),
        ("/socket.io", "/socket.io/"),
        ("socket.io/", "/socket.io/"),
        ("/socket.io/", "/socket.io/"),
        ("/a/b", "/a/b/"),
        ("/", "/"),
    ] {
        let io = SocketIo::builder()
            .path(written)
            .transports([TransportKind::WebSocket]);
        assert_eq!(io.build().unwrap().app.engine.config().path, path);
    }
}

#[test]
fn a_path_that_no_client_could_ask_for_is_refused() {
    for path in ["", "/a//b", "/a b", "/:a", "/../a", "/{a}", "/a?", "/ä"] {
        assert!(SocketIo::builder().path(path).build().is_err(), "{path}");
    }
}

#[test]
fn a_bound_that_lets_no_namespace_through_is_refused() {
    let error = SocketIo::builder().max_namespaces(0).build().unwrap_err();

    let [problem] = error.problems() else {
        panic!("{error}")
    };
    assert!(problem.starts_with("`max_namespaces`"), "{problem}");
}

async fn counts(_: State<i64>, _: Ack, _: Reason) -> bool {
    true
}

const GUARDED: u32 = line!() + 1;
#[on("guarded", guard = counts)]
async fn guarded() {}

#[derive(Debug)]
struct Guarded;

#[namespace("/guarded", guard = counts)]
impl Guarded {
    #[on("a")]
    async fn a(&self) {}

    #[on("b")]
    async fn b(&self) {}
}

#[test]
fn a_guard_is_checked_once_with_the_first_handler_that_it_guards() {
    let builder = SocketIo::builder().routes(routes![guarded]);

    let error = builder.namespace(Guarded).build().unwrap_err();

    let whose = format!(
        "`socketio::tests::building::counts`, a guard of `socketio::tests::building::guarded` at {}:{GUARDED}:",
        file!()
    );
    let problems = error.problems();
    assert_eq!(problems.len(), 3, "{error}");
    let wanted = [
        "the 2nd argument` is for the handler",
        "the 3rd argument` is why a client is gone",
        "takes `State<i64>`, which nobody provided",
    ];
    for (problem, wanted) in problems.iter().zip(wanted) {
        assert!(problem.starts_with(&whose), "{problem}");
        assert!(problem.contains(wanted), "{problem}");
    }
}

#[cfg(feature = "msgpack")]
#[test]
fn clients_of_version_2_are_served_in_json_alone() {
    let error = SocketIo::builder()
        .allow_eio3(true)
        .packet_format(crate::PacketFormat::MsgPack)
        .build()
        .unwrap_err();

    assert_eq!(
        error.problems(),
        [
            "`allow_eio3` and `packet_format` exclude each other: clients of Socket.IO 2 are served in JSON alone"
        ]
    );
}
