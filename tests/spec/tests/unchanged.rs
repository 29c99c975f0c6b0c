//! What breaks clients of an earlier contract is told, and what is only added passes.

#![allow(clippy::needless_pass_by_value, reason = "the rows read better")]

use std::fs;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use socketio::{
    Routes, SocketIo, events, on, routes,
    spec::{Events, Spec, SpecError},
};

fn spec(routes: Routes, events: Events) -> Spec {
    SocketIo::builder()
        .routes(routes)
        .events(events)
        .build()
        .unwrap()
        .spec()
}

/// The reasons why clients of the old contract break under the new one.
fn reasons(old: &Spec, new: &Spec) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("spec.json");
    fs::write(&file, old.schemas().to_string()).unwrap();
    match new.unchanged(&file) {
        Ok(()) => Vec::new(),
        Err(SpecError::Breaking(reasons)) => reasons,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn breaks(old: Spec, new: Spec, expected: &str) {
    assert_eq!(reasons(&old, &new), [expected]);
}

#[track_caller]
fn passes(old: Spec, new: Spec) {
    assert_eq!(reasons(&old, &new), [""; 0]);
}

/// One event of `/`, with these parameters and this answer.
macro_rules! takes {
    (($($name:ident: $param:ty),*) $(-> $answer:ty)?) => {{
        #[on("say")]
        async fn say($($name: $param),*) $(-> $answer)? { $(let _ = $name;)* $(answer::<$answer>())? }
        spec(routes![say], events![])
    }};
}

/// One event that the server sends, with this payload.
macro_rules! sends {
    ($payload:ty) => {{
        #[derive(Serialize, JsonSchema, socketio::Event)]
        #[event("said")]
        struct Said {
            text: $payload,
        }
        spec(routes![], events![Said])
    }};
}

fn answer<T>() -> T {
    unreachable!("nobody calls it")
}

#[derive(Serialize, Deserialize, JsonSchema)]
enum Two {
    A,
    B,
}

#[derive(Serialize, Deserialize, JsonSchema)]
enum Three {
    A,
    B,
    C,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Small {
    a: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Large {
    a: String,
    b: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t")]
enum Tagged {
    Text { text: String },
    Number { number: i64 },
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t")]
enum Wider {
    Text { text: String },
    Number { number: i64 },
    Flag { flag: bool },
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Tree {
    branches: Vec<Tree>,
}

#[test]
fn the_same_contract_passes() {
    passes(spec_tests::app().spec(), spec_tests::app().spec());
    passes(takes!((tree: Tree) -> Tree), takes!((tree: Tree) -> Tree));
}

#[test]
fn what_is_gone_breaks_old_clients() {
    let none = || spec(routes![], events![]);
    breaks(
        takes!(()),
        none(),
        "the namespace `/` is gone: old clients cannot join it",
    );
    breaks(
        takes!(()),
        sends!(u8),
        "the event `say` of `/` is gone: old clients that send it get an error",
    );
    breaks(
        sends!(u8),
        takes!(()),
        "the event `said` of `/` is not sent any more: old clients wait for it in vain",
    );
    passes(none(), takes!((text: String)));
}

#[test]
fn arguments_may_be_added_only_if_they_can_be_left_out() {
    breaks(
        takes!((a: String)),
        takes!((a: String, b: u8)),
        "the event `say` of `/` has the new argument `b`, which old clients do not send: make it an `Option`",
    );
    passes(takes!((a: String)), takes!((a: String, b: Option<u8>)));
    breaks(
        takes!((a: String, b: Option<u8>)),
        takes!((a: String)),
        "the event `say` of `/` does not take the argument `b` any more, so old clients send too many",
    );
    breaks(
        takes!((a: Option<u8>)),
        takes!((a: u8)),
        "the event `say` of `/` needs the argument `a`, which old clients may leave out",
    );
}

#[test]
fn arguments_may_take_more_and_not_less() {
    let less = |what: &str| {
        format!(
            "the event `say` of `/` takes less than before, so old clients get an error: {what}"
        )
    };
    passes(takes!((a: Two)), takes!((a: Three)));
    breaks(
        takes!((a: Three)),
        takes!((a: Two)),
        &less("`a` can be \"C\""),
    );
    passes(takes!((a: u8)), takes!((a: u32)));
    breaks(
        takes!((a: u32)),
        takes!((a: u8)),
        &less("`a` has the maximum 255 where there was 4294967295"),
    );
    breaks(
        takes!((a: String)),
        takes!((a: u8)),
        &less("`a` can be of type string, and type integer is expected"),
    );
    passes(takes!((a: Large)), takes!((a: Small)));
    breaks(
        takes!((a: Small)),
        takes!((a: Large)),
        &less("`a.b` may be missing"),
    );
    passes(takes!((a: Tagged)), takes!((a: Wider)));
    breaks(
        takes!((a: Wider)),
        takes!((a: Tagged)),
        &less("`a` can be one with the `t` \"Flag\""),
    );
    breaks(
        takes!((a: Vec<Three>)),
        takes!((a: Vec<Two>)),
        &less("`a[]` can be \"C\""),
    );
    breaks(
        takes!((a: (u8, u32))),
        takes!((a: (u8, u8))),
        &less("`a[1]` has the maximum 255 where there was 4294967295"),
    );
}

#[test]
fn answers_may_be_less_and_not_more() {
    let more = |what: &str| {
        format!("the answer to the event `say` of `/` can be what old clients do not know: {what}")
    };
    passes(takes!(() -> Three), takes!(() -> Two));
    breaks(
        takes!(() -> Two),
        takes!(() -> Three),
        &more("`answer` can be \"C\""),
    );
    passes(takes!(() -> Small), takes!(() -> Large));
    breaks(
        takes!(() -> Large),
        takes!(() -> Small),
        &more("`answer.b` may be missing"),
    );
    passes(takes!(()), takes!(() -> Small));
    breaks(
        takes!(() -> Small),
        takes!(()),
        "the answer to the event `say` of `/` does not have `answer` any more, which old clients read",
    );
}

#[test]
fn events_of_the_server_may_be_less_and_not_more() {
    passes(sends!(Three), sends!(Two));
    breaks(
        sends!(Two),
        sends!(Three),
        "the event `said` of `/` can be what old clients do not know: `data.text` can be \"C\"",
    );
}

#[test]
fn the_file_has_to_be_there() {
    let folder = tempfile::tempdir().unwrap();

    let error = takes!(())
        .unchanged(folder.path().join("spec.json"))
        .unwrap_err();

    assert!(
        error
            .to_string()
            .ends_with("it is not there: run this once with SOCKETIO_SPEC=update"),
        "{error}"
    );
}

#[test]
fn a_type_without_a_schema_is_named() {
    #[derive(Deserialize)]
    struct Bare {}

    #[on("say")]
    async fn say(bare: Bare) {
        let Bare {} = bare;
    }

    let spec = spec(routes![say], events![]);
    let folder = tempfile::tempdir().unwrap();
    let error = spec.write(folder.path()).unwrap_err().to_string();

    assert!(
        error.contains("say` at tests/spec/tests/unchanged.rs:")
            || error.contains("say` at tests/unchanged.rs:"),
        "{error}"
    );
    assert!(error.contains("takes `bare: unchanged::a_type_without_a_schema_is_named::Bare`, which has no schema: write `#[derive(schemars::JsonSchema)]`"), "{error}");
}
