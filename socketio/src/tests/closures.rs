//! Handlers without an attribute, and what no macro could refuse in them.

use super::wire::{Wire, ask};
use crate::{Error, Reason, Routes, SocketIo};

#[tokio::test]
async fn a_handler_needs_no_attribute() {
    async fn shout(text: String) -> Result<String, Error> {
        if text.is_empty() {
            Err("silence")?
        } else {
            Ok(text.to_uppercase())
        }
    }
    let routes = Routes::new()
        .on_event("shout", shout)
        .on_event("add", async |a: u32, b: u32| (a + b, "sum"))
        .on_event_in("/shut", "connect", async || false);
    let io = SocketIo::new(routes);

    assert_eq!(ask(&io, "/", r#"["shout","a"]"#).await, r#"["A"]"#);
    assert_eq!(ask(&io, "/", r#"["add",1,2]"#).await, r#"[3,"sum"]"#);
    let mut wire = Wire::open(&io).await;
    wire.send("0/shut,").await;
    assert_eq!(
        wire.recv().await,
        r#"4/shut,{"message":"Connection rejected by server"}"#
    );
}

#[test]
fn what_a_macro_would_refuse_is_refused_when_the_server_is_built() {
    let routes = Routes::new()
        .on_event("newListener", async || ())
        .on_event_in("chat", "a", async || ())
        .on_event("b", async |_: Reason| ())
        .on_event("c", async || ())
        .on_event("c", async || ());

    let error = SocketIo::builder().routes(routes).build().unwrap_err();

    let problems: Vec<&str> = error
        .problems()
        .iter()
        .map(|problem| problem.rsplit("closures.rs").next().unwrap())
        .collect();
    let says = |part: &str| {
        assert!(
            problems.iter().any(|problem| problem.contains(part)),
            "{problems:?}"
        )
    };
    assert_eq!(problems.len(), 4, "{problems:?}");
    says("no client sends an event named `newListener`");
    says("`chat` is not a namespace: it starts with `/`, and has no `,` and no `?`");
    says("`the 1st argument` is why a client is gone, known only in `#[on(\"disconnect\")]`");
    assert!(
        error
            .to_string()
            .contains("event `c` of namespace `/` has two handlers: ")
    );
}
