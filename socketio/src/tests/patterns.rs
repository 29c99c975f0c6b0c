//! Patterns of namespaces that a server is refused for.

use crate::{Param, SocketIo, SocketIoBuilder, namespace, on, routes};

/// What is wrong with a server.
fn problems(builder: SocketIoBuilder) -> Vec<String> {
    builder.build().unwrap_err().problems().to_vec()
}

#[on("a", namespace = "/room-{id}")]
async fn by_id(_id: Param<u32>) {}

#[on("b", namespace = "/room-{name}")]
async fn by_name() {}

#[on("c", namespace = "/{room}-7")]
async fn by_end() {}

#[on("d", namespace = "/{any}")]
async fn any() {}

struct Room;

#[namespace("/class-{id}")]
impl Room {
    #[on("say")]
    async fn say(&self, _id: Param<u32>) {}
}

#[test]
fn two_patterns_of_one_specificity_are_told_with_both_places() {
    let builder = SocketIo::builder().routes(routes![by_id, any, by_name]);
    let [problem] = &problems(builder)[..] else {
        panic!("there is one problem")
    };

    let module = module_path!();
    for part in [
        format!("`/room-{{id}}` of `{module}::by_id` at {}:", file!()),
        format!("`/room-{{name}}` of `{module}::by_name` at {}:", file!()),
        "match the same names".to_owned(),
    ] {
        assert!(problem.contains(&part), "{part} in {problem}");
    }

    let builder = SocketIo::builder().namespaces(["/room{x}", "/{y}room", "/hall-{x}"]);
    let [problem] = &problems(builder)[..] else {
        panic!("there is one problem")
    };
    assert!(
        problem.contains("`/room{x}` of `namespaces` at"),
        "{problem}"
    );
    assert!(
        problem.contains("`/{y}room` of `namespaces` at"),
        "{problem}"
    );
}

#[test]
fn patterns_of_different_specificity_are_one_server() {
    // `/room-7` matches both, and the longer text goes first.
    let builder = SocketIo::builder().routes(routes![by_id, by_end, any]);

    assert!(builder.build().is_ok());
}

#[test]
fn a_value_that_the_name_does_not_have_is_told_of() {
    let builder = SocketIo::builder()
        .namespace_at("/room-{number}", Room)
        .on_event_in(
            "/{game}/{table}",
            "a",
            async |_: Param<u8>, _: Param<u8>| {},
        )
        .on_event_in("/hall-{id}", "a", async |_: Param<u8>, _: Param<u8>| {})
        .on_event("a", async |_: Param<u8>| {});

    let problems = problems(builder);

    for (problem, part) in problems.iter().zip([
        "`_id` is taken from the name of the namespace, which has no `{_id}` in it",
        "the 2nd argument is a `Param`, but the name of the namespace, `/hall-{id}`, has no parameter left for it",
        "the 1st argument is a `Param`, but the name of the namespace, `/`, has no parameter left for it",
    ]) {
        assert!(problem.contains(part), "{part} in {problem}");
    }
    assert_eq!(problems.len(), 3, "{problems:#?}");
}

#[test]
fn a_name_that_is_a_wrong_pattern_is_told_of() {
    let builder = SocketIo::builder()
        .namespaces(["/{}", "/{a}{b}"])
        .on_event_in("/rooms/:id", "a", async || {})
        .namespace_at("/{id", Room);

    let problems = problems(builder);

    for (problem, part) in problems.iter().zip([
        "a parameter has a name: write `{id}`",
        "more than one parameter between two slashes",
        "write a parameter as `{id}`",
        "has no `}` behind it",
    ]) {
        assert!(problem.contains(part), "{part} in {problem}");
    }
}
