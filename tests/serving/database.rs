//! A namespace that is an object with a database pool: the example, by many clients and beside plain HTTP.

#[path = "../../examples/guestbook.rs"]
#[allow(dead_code, reason = "a program, of which `main` is not called")]
mod example;

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value, json};
use socketio::{ClientJs, SocketIo, testing::TestClient};
use tempfile::TempDir;
use tests::{Node, RawClient};

use crate::join;

/// The example with its database in a folder of its own, over so many connections.
struct Library {
    folder: TempDir,
    book: example::Book,
}

impl Library {
    async fn open(connections: usize) -> Self {
        Self::reopen(tempfile::tempdir().unwrap(), connections).await
    }

    async fn reopen(folder: TempDir, connections: usize) -> Self {
        let file = folder.path().join("book.sqlite");
        let book = example::Book::new(file, connections).await.unwrap();
        Self { folder, book }
    }

    fn server(&self) -> SocketIo {
        example::server(self.book.clone(), ClientJs::off())
    }
}

async fn reader(io: &SocketIo) -> TestClient {
    io.test_client("/book").connect().await.unwrap()
}

/// The numbers of the entries on a page.
fn numbers(page: &Value) -> Vec<i64> {
    let entries = page["entries"].as_array().unwrap().iter();
    entries.map(|entry| entry["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn over_real_sockets_and_http_the_book_is_the_same() {
    let library = Library::open(2).await;
    let pages = example::pages(library.book.clone());
    let node = Node::serve(pages.merge(library.server().router())).await;
    let visit = async || {
        let client = RawClient::connect(node.addr).await;
        join(client, "/book", &[]).await.unwrap()
    };
    let (mut ann, mut bob) = (visit().await, visit().await);
    for visitor in [&mut ann, &mut bob] {
        assert_eq!(
            visitor.text().await,
            r#"42/book,["entries",{"entries":[],"more":false}]"#
        );
    }

    ann.send(r#"42/book,7["sign","Ann","it's \"nice\" here'; --"]"#)
        .await;

    let entry = r#"{"id":1,"name":"Ann","text":"it's \"nice\" here'; --"}"#;
    assert_eq!(ann.text().await, "43/book,7[1]");
    assert_eq!(
        bob.text().await,
        format!(r#"42/book,["signed",{entry}]"#),
        "the others see it at once"
    );
    assert_eq!(
        visit().await.text().await,
        format!(r#"42/book,["entries",{{"entries":[{entry}],"more":false}}]"#),
        "and whoever comes later"
    );
    let page = RawClient::connect(node.addr).await.get("/entries").await;
    assert_eq!((page.status, page.body), (200, format!("[{entry}]")));
}

#[tokio::test]
async fn more_clients_than_connections_wait_for_their_turn() {
    let library = Library::open(2).await;
    let io = library.server();
    let mut readers = Vec::new();
    for _ in 0..20 {
        readers.push(reader(&io).await);
    }

    let signed = readers.iter().enumerate().map(|(nth, reader)| {
        let name = format!("reader {nth}");
        async move { reader.call::<i64>("sign", (name, "me too")).await }
    });
    let ids: Result<BTreeSet<i64>, _> = join_all(signed).await.into_iter().collect();

    assert_eq!(ids.unwrap(), (1..=20).collect());
    let earlier: Value = readers[0].call("earlier", 4).await.unwrap();
    assert_eq!(numbers(&earlier), [3, 2, 1]);
}

#[tokio::test]
async fn a_page_says_whether_there_are_earlier_entries() {
    let library = Library::open(1).await;
    let ann = reader(&library.server()).await;
    for nth in 1..=20 {
        ann.call::<i64>("sign", ("Ann", nth.to_string()))
            .await
            .unwrap();
    }

    let mut bob = reader(&library.server()).await;
    let last: Value = bob.expect("entries").await;
    let first: Value = bob.call("earlier", 11).await.unwrap();

    assert_eq!(numbers(&last), (11..=20).rev().collect::<Vec<_>>());
    assert_eq!(last["more"], true);
    assert_eq!(numbers(&first), (1..=10).rev().collect::<Vec<_>>());
    assert_eq!(first["more"], false, "ten entries are left, and no more");
}

#[tokio::test]
async fn what_was_written_outlives_the_server() {
    let library = Library::open(1).await;
    let ann = reader(&library.server()).await;
    ann.call::<i64>("sign", ("Ann", "hi")).await.unwrap();
    drop(ann);

    let library = Library::reopen(library.folder, 1).await;
    let mut bob = reader(&library.server()).await;

    let entries: Value = bob.expect("entries").await;
    let entry = json!({ "id": 1, "name": "Ann", "text": "hi" });
    assert_eq!(entries, json!({ "entries": [entry], "more": false }));
}

#[tokio::test]
async fn what_does_not_fit_never_reaches_the_database() {
    let library = Library::open(1).await;
    let ann = reader(&library.server()).await;

    let answer: Value = ann.call("sign", ("Ann", 7)).await.unwrap();

    assert_eq!(answer["error"]["kind"], "arguments");
    let earlier: Value = ann.call("earlier", 9).await.unwrap();
    assert_eq!(earlier, json!({ "entries": [], "more": false }));
}
