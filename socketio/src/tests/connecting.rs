//! Who gets in, and what those are told who do not.

use serde::Deserialize;

use super::wire::Wire;
use crate::{ConnectionRefused, SocketIo, on, routes};

#[derive(Deserialize)]
struct Token {
    token: String,
}

#[on("connect", namespace = "/auth")]
async fn with_token(auth: Option<Token>) -> Result<(), ConnectionRefused> {
    match auth {
        None => Err(ConnectionRefused::new("no token")),
        Some(auth) if auth.token != "secret" => {
            Err(ConnectionRefused::new("not authorized").data(401).data("b"))
        }
        Some(_) => Ok(()),
    }
}

#[on("connect", namespace = "/yes")]
async fn yes() -> bool {
    true
}

fn server() -> SocketIo {
    SocketIo::new(routes![with_token, yes])
}

async fn refusal(io: &SocketIo, connect: &str) -> String {
    let mut wire = Wire::open(io).await;
    wire.send(connect).await;
    let answer = wire.recv().await;
    // The session lives on.
    wire.enter("/").await;
    answer
}

#[tokio::test]
async fn auth_decides() {
    let io = server();

    assert_eq!(
        refusal(&io, "0/auth,").await,
        r#"4/auth,{"message":"no token"}"#
    );
    assert_eq!(
        refusal(&io, r#"0/auth,{"token":"guess"}"#).await,
        r#"4/auth,{"message":"not authorized","data":[401,"b"]}"#
    );
    assert!(
        refusal(&io, r#"0/auth,{"token":"secret"}"#)
            .await
            .starts_with(r#"0/auth,{"sid":""#)
    );
    assert!(
        refusal(&io, "0/yes,")
            .await
            .starts_with(r#"0/yes,{"sid":""#)
    );
}

#[tokio::test]
async fn an_unknown_namespace_is_refused() {
    let io = server();

    assert_eq!(
        refusal(&io, "0/nowhere,").await,
        r#"4/nowhere,{"message":"Invalid namespace"}"#
    );
}

#[tokio::test]
async fn the_answer_bears_the_name_that_was_asked_for() {
    let open = SocketIo::builder().namespaces(["*"]).build().unwrap();

    assert_eq!(
        refusal(&server(), "0/yes?x=1,").await,
        r#"4/yes?x=1,{"message":"Invalid namespace"}"#
    );
    let mut wire = Wire::join(&open, "/yes?x=1").await;
    wire.idle("/yes?x=1").await;
}

#[tokio::test]
async fn named_and_open_namespaces_may_be_joined() {
    let named = SocketIo::builder().namespaces(["/news"]).build().unwrap();
    let open = SocketIo::builder().namespaces(["*"]).build().unwrap();

    Wire::join(&named, "/news").await;
    let mut ann = Wire::join(&open, "/any/thing").await;
    let mut bob = Wire::join(&open, "/any/thing").await;

    assert_eq!(
        refusal(&named, "0/other,").await,
        r#"4/other,{"message":"Invalid namespace"}"#
    );
    open.io()
        .emit("hi", 1)
        .namespace("/any/thing")
        .await
        .unwrap();
    assert_eq!(ann.recv().await, r#"2/any/thing,["hi",1]"#);
    assert_eq!(bob.recv().await, r#"2/any/thing,["hi",1]"#);
    open.io().emit("hi", 1).namespace("/nobody").await.unwrap();
    assert!(named.io().emit("hi", 1).namespace("/other").await.is_err());
}
