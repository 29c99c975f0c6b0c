//! What handlers remember about a client.

use axum::{extract::Query, http::HeaderMap};
use serde::Deserialize;
use serde_json::{Value, json};
use socketio::{ConnectionRefused, Http, Io, Session, SocketIo, State, namespace, on, routes};

use crate::{Log, join, noted};

#[derive(Clone, Debug, Default)]
struct Player {
    name: String,
    points: u32,
}

#[on("connect")]
async fn enter(auth: Option<Value>, player: Session<Player>) {
    let name = auth.as_ref().and_then(|auth| auth["name"].as_str());
    player.with(|player| player.name = name.unwrap_or("nobody").to_owned());
}

#[on("score")]
#[on("score", namespace = "/other")]
async fn score(points: u32, player: Session<Player>) -> (String, u32) {
    player.with(|player| {
        player.points += points;
        (player.name.clone(), player.points)
    })
}

#[on("disconnect")]
async fn leave(player: Session<Player>, log: State<Log>) {
    let Player { name, points } = player.get();
    log.add(format!("{name} left with {points}"));
}

struct Desk;

#[namespace("/desk")]
impl Desk {
    #[on("count")]
    async fn count(&self, count: Session<usize>) -> usize {
        count.with(|count| {
            *count += 1;
            *count
        })
    }
}

#[derive(Deserialize)]
struct Page {
    page: u32,
}

#[on("connect", namespace = "/paged")]
async fn paged(Http(Query(_)): Http<Query<Page>>) -> Result<(), ConnectionRefused> {
    Ok(())
}

#[on("page", namespace = "/paged")]
async fn page(Http(Query(at)): Http<Query<Page>>, Http(headers): Http<HeaderMap>) -> (u32, usize) {
    (at.page, headers.len())
}

fn server() -> SocketIo {
    let builder = SocketIo::builder()
        .routes(routes![enter, score, leave, paged, page])
        .namespace(Desk)
        .state(Log::default());
    builder.build().unwrap()
}

#[tokio::test]
async fn a_session_is_one_clients_from_its_connect_to_its_disconnect() {
    let io = server();
    let name = json!({ "name": "ann" });
    let mut ann = io.test_client("/").auth(&name).connect().await.unwrap();
    let bob = join(&io, "/").await;

    ann.emit("score", 1).await;
    let anns: (String, u32) = ann.call("score", 2).await.unwrap();
    let bobs: (String, u32) = bob.call("score", 5).await.unwrap();
    ann.disconnect().await;

    assert_eq!(anns, ("ann".to_owned(), 3));
    assert_eq!(bobs, ("nobody".to_owned(), 5));
    assert_eq!(noted(&io), ["ann left with 3"]);
}

#[tokio::test]
async fn namespaces_of_one_client_have_sessions_of_their_own() {
    let io = server();
    let main = join(&io, "/").await;
    let other = main.connect("/other").await.unwrap();

    main.emit("score", 1).await;

    let there: (String, u32) = other.call("score", 2).await.unwrap();
    assert_eq!(there, (String::new(), 2));
}

#[tokio::test]
async fn a_client_that_comes_again_begins_anew() {
    let io = server();
    let mut ann = join(&io, "/").await;
    ann.emit("score", 1).await;

    ann.disconnect().await;
    let again = ann.connect("/").await.unwrap();

    let (_, points): (String, u32) = again.call("score", 1).await.unwrap();
    assert_eq!(points, 1);
}

#[tokio::test]
async fn methods_have_sessions_too_and_each_type_is_one() {
    let io = server();
    let ann = join(&io, "/desk").await;

    ann.emit("count", ()).await;

    assert_eq!(ann.call::<usize>("count", ()).await.unwrap(), 2);
}

#[tokio::test]
async fn a_session_is_read_and_changed_from_outside() {
    let io = server();
    let ann = join(&io, "/").await;
    let handle: Io = io.io();
    let sid = ann.sid().parse().unwrap();

    let session = handle.session::<Player>(sid).expect("ann is there");
    session.with(|player| player.points = 41);

    let (_, points): (String, u32) = ann.call("score", 1).await.unwrap();
    assert_eq!(points, 42);
    assert_eq!(session.get().points, 42);
}

#[tokio::test]
async fn any_extractor_reads_the_handshake_for_any_handler() {
    let io = server();
    let client = io.test_client("/paged").query("page=7");
    let ann = client.header("x-a", "1").connect().await.unwrap();

    for _ in 0..2 {
        let seen: (u32, usize) = ann.call("page", ()).await.unwrap();
        assert_eq!(seen, (7, 1));
    }
}

#[tokio::test]
async fn an_extractor_that_refuses_keeps_the_client_out() {
    let refused = server().test_client("/paged").query("page=seven");

    let refused = refused.connect().await.unwrap_err();

    assert!(refused.message().contains("page"), "{refused}");
}
