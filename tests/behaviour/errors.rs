//! Handlers that fail: who is asked about it, and what the client hears.

use serde::Deserialize;
use serde_json::{Value, json};
use socketio::{
    Args, ArgsError, Error, EventName, Socket, SocketIo, emit, on, on_error, on_error_default,
    routes,
};

use crate::join;

#[derive(Debug)]
struct OutOfStock {
    left: u32,
}

impl std::fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "only {} left", self.left)
    }
}

impl std::error::Error for OutOfStock {}

#[on("buy")]
#[on("buy", namespace = "/shop")]
#[on("buy", namespace = "/bare")]
async fn buy(_what: String, count: u32) -> Result<u32, OutOfStock> {
    if count > 3 {
        Err(OutOfStock { left: 3 })
    } else {
        Ok(count)
    }
}

#[on("panic")]
#[on("panic", namespace = "/shop")]
async fn panics() {
    panic!("ouch");
}

#[on_error]
async fn failed(error: Error, event: EventName, args: Args) -> (EventName, Value, String) {
    let args = args.parse().expect("it was JSON when it came");
    (event, args, error.to_string())
}

#[on_error(namespace = "/shop")]
async fn failed_in_shop(error: Error, socket: Socket) -> socketio::Result<Value> {
    if let Some(OutOfStock { left }) = error.downcast_ref() {
        emit("sold out", left).await?;
        return Ok(json!({ "left": left, "who": socket.sid() }));
    }
    if error.is_panic() {
        return Ok(json!("panic"));
    }
    Err(error)
}

#[on_error_default]
async fn failed_anywhere(error: Error) -> String {
    format!("default: {error}")
}

fn server() -> SocketIo {
    SocketIo::new(routes![
        buy,
        panics,
        failed,
        failed_in_shop,
        failed_anywhere
    ])
}

#[tokio::test]
async fn the_error_handler_sees_error_event_and_arguments_and_its_value_is_the_answer() {
    let ann = join(&server(), "/").await;

    let answer = ann.call_raw("buy", ("tea", 4)).await.unwrap();

    let answer: Value = answer.parse().unwrap();
    assert_eq!(answer, json!(["buy", ["tea", 4], "only 3 left"]));
}

#[tokio::test]
async fn an_error_keeps_its_type_and_the_error_handler_knows_the_caller() {
    let mut ann = join(&server(), "/shop").await;

    let answer: Value = ann.call("buy", ("tea", 4)).await.unwrap();

    assert_eq!(answer, json!({ "left": 3, "who": ann.sid() }));
    assert_eq!(ann.received().await, [("sold out", json!([3]))]);
}

#[tokio::test]
async fn a_namespace_without_an_error_handler_has_the_default_one() {
    let ann = join(&server(), "/bare").await;

    let answer: String = ann.call("buy", ("tea", 4)).await.unwrap();

    assert_eq!(answer, "default: only 3 left");
}

#[tokio::test]
async fn a_panic_is_an_error_and_the_client_stays() {
    let ann = join(&server(), "/shop").await;

    assert_eq!(ann.call::<String>("panic", ()).await.unwrap(), "panic");
    assert_eq!(ann.call::<u32>("buy", ("tea", 1)).await.unwrap(), 1);
}

#[tokio::test]
async fn arguments_that_do_not_fit_are_an_error_too() {
    let ann = join(&server(), "/").await;

    let answer: (String, Value, String) = ann.call("buy", ("tea", "many")).await.unwrap();

    assert_eq!(
        answer.2,
        "`buy`: args[1] (`count`): expected u32, found string \"many\""
    );
}

#[tokio::test]
async fn an_error_handler_that_fails_leaves_the_error_as_it_was() {
    let ann = join(&server(), "/shop").await;

    let answer: Value = ann.call("buy", "tea").await.unwrap();

    assert_eq!(answer["error"]["kind"], "arguments");
}

#[derive(Deserialize)]
struct Point {
    #[expect(dead_code, reason = "only its type matters")]
    x: f32,
}

#[on("move")]
async fn step(_to: Vec<Point>, _speed: Option<f32>) {}

#[tokio::test]
async fn a_front_end_developer_is_told_what_to_change() {
    let ann = join(&SocketIo::new(routes![step]), "/").await;

    for (args, message) in [
        (
            json!([[{ "x": 1 }, { "x": "2" }]]),
            "`move`: args[0][1].x (`_to`): expected f32, found string \"2\"",
        ),
        (json!([]), "`move`: args[0] (`_to`): expected "),
        (json!([[], 1, 2]), "`move`: expected 2 arguments, found 3"),
        (json!([[], "fast"]), "`move`: args[1] (`_speed`): expected "),
    ] {
        let args: Vec<Value> = serde_json::from_value(args).unwrap();
        let answer: Value = match args.as_slice() {
            [] => ann.call("move", ()).await,
            [a] => ann.call("move", (a,)).await,
            [a, b] => ann.call("move", (a, b)).await,
            [a, b, c] => ann.call("move", (a, b, c)).await,
            _ => unreachable!("no case has more"),
        }
        .unwrap();
        let text = answer["error"]["message"].as_str().unwrap();
        assert!(text.starts_with(message), "{text}");
    }
}

#[on("parse")]
async fn parse(args: Args) -> Result<u32, ArgsError> {
    args.get(0)
}

#[tokio::test]
async fn arguments_that_a_handler_reads_itself_fail_like_parameters() {
    let ann = join(&SocketIo::new(routes![parse]), "/").await;

    let answer: Value = ann.call("parse", "x").await.unwrap();

    assert_eq!(answer["error"]["kind"], "arguments");
}
