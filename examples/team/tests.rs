//! The team, used by clients in the process.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use serde_json::{Value, json};
use socketio::{ClientJs, testing::TestClient};
use tempfile::TempDir;
use tower::ServiceExt as _;
use tower_sessions::Session as HttpSession;

use crate::{
    app::{App, Team},
    database::Database,
    timer,
    users::Role,
};

/// The application with a database of its own, in which Ann leads and Bob does not.
struct Office {
    team: Team,
    app: App,
    _folder: TempDir,
}

impl Office {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("team.sqlite")).await;
        let team = Team::new(database.unwrap(), ClientJs::off());
        team.users.add("ann", "a", Role::Lead).await.unwrap();
        team.users.add("bob", "b", Role::Member).await.unwrap();
        let app = team.app(false).unwrap();
        Self {
            team,
            app,
            _folder: folder,
        }
    }

    async fn request(&self, request: Request<Body>) -> Response<Body> {
        self.app.router.clone().oneshot(request).await.unwrap()
    }

    async fn post(&self, path: &str, cookie: &str, body: (&str, &str)) -> StatusCode {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, body.0)
            .body(body.1.to_owned().into());
        self.request(request.unwrap()).await.status()
    }

    /// Logs in; the cookie.
    async fn log_in(&self, name: &str, password: &str) -> Option<String> {
        let request = Request::post("/login")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(format!("name={name}&password={password}").into());
        let response = self.request(request.unwrap()).await;
        let cookie = response
            .headers()
            .get(header::SET_COOKIE)?
            .to_str()
            .unwrap();
        Some(cookie.split(';').next().unwrap().to_owned())
    }
}

impl Office {
    /// A client in this namespace, of the browser with this cookie.
    async fn connect(&self, namespace: &str, cookie: &str) -> Result<TestClient, String> {
        let id = cookie.strip_prefix("team=").and_then(|id| id.parse().ok());
        let session = HttpSession::new(id, Arc::new(self.team.sessions.clone()), None);
        let client = self.app.server.test_client(namespace).extension(session);
        client
            .connect()
            .await
            .map_err(|refused| refused.message().to_owned())
    }

    async fn enter(&self, namespace: &str, name: &str) -> TestClient {
        let cookie = self.log_in(name, &name[..1]).await.unwrap();
        self.connect(namespace, &cookie).await.unwrap()
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

#[tokio::test]
async fn nobody_comes_in_without_a_login() {
    let office = Office::open().await;

    assert_eq!(office.log_in("ann", "wrong").await, None);
    assert_eq!(office.log_in("nobody", "a").await, None);
    for namespace in ["/chat", "/board"] {
        let refused = office.connect(namespace, "").await.unwrap_err();
        assert_eq!(refused, "log in first");
    }
}

#[tokio::test]
async fn everybody_hears_what_is_said_and_later_clients_read_it() {
    let office = Office::open().await;
    let (ann, mut bob) = (
        office.enter("/chat", "ann").await,
        office.enter("/chat", "bob").await,
    );
    assert_eq!(bob.expect::<Value>("history").await, json!([]));

    let id: i64 = ann.call("say", "hi").await.unwrap();

    let line = json!({ "id": id, "author": "ann", "text": "hi" });
    assert_eq!(bob.expect::<Value>("said").await, line);
    let mut later = office.enter("/chat", "bob").await;
    assert_eq!(later.expect::<Value>("history").await, json!([line]));
}

#[tokio::test]
async fn somebody_with_two_tabs_is_here_until_both_are_closed() {
    let office = Office::open().await;
    let mut ann = office.enter("/chat", "ann").await;
    assert_eq!(ann.expect::<Value>("here").await, json!(["ann"]));
    let (first, second) = (
        office.enter("/chat", "bob").await,
        office.enter("/chat", "bob").await,
    );
    for _ in 0..2 {
        assert_eq!(ann.expect::<Value>("here").await, json!(["ann", "bob"]));
    }

    first.close().await;
    assert_eq!(ann.expect::<Value>("here").await, json!(["ann", "bob"]));
    drop(second); // as if its network was lost
    assert_eq!(ann.expect::<Value>("here").await, json!(["ann"]));
}

#[tokio::test]
async fn only_who_leads_removes() {
    let office = Office::open().await;
    let (ann, mut bob) = (
        office.enter("/chat", "ann").await,
        office.enter("/chat", "bob").await,
    );
    let id: i64 = bob.call("say", "oops").await.unwrap();

    let answer: Value = bob.call("remove", id).await.unwrap();
    assert_eq!(
        answer["error"]["message"],
        "only who leads the team may do this"
    );
    ann.call::<()>("remove", id).await.unwrap();

    assert_eq!(bob.expect::<Value>("removed").await, json!({ "id": id }));
}

#[tokio::test]
async fn arguments_are_checked_before_a_handler_is_called() {
    let office = Office::open().await;
    let (chat, board) = (
        office.enter("/chat", "ann").await,
        office.enter("/board", "bob").await,
    );

    for (client, event, argument, why) in [
        (&chat, "say", json!(" "), "there is no text"),
        (
            &chat,
            "say",
            json!("x".repeat(2001)),
            "the text has 2001 characters, 2000 are allowed",
        ),
        (&board, "add", json!(""), "a task needs a title"),
        (
            &board,
            "add",
            json!("x".repeat(201)),
            "a title has at most 200 characters",
        ),
    ] {
        let answer: Value = client.call(event, &argument).await.unwrap();
        let error = &answer["error"];
        assert_eq!(error["kind"], "arguments", "{answer}");
        assert!(
            error["message"].as_str().unwrap().ends_with(why),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_task_is_added_and_done_for_all() {
    let office = Office::open().await;
    let (ann, mut bob) = (
        office.enter("/board", "ann").await,
        office.enter("/board", "bob").await,
    );

    let id: i64 = ann.call("add", " buy milk ").await.unwrap();
    ann.call::<()>("mark", (id, true)).await.unwrap();

    let task = |done| json!({ "id": id, "title": "buy milk", "author": "ann", "done": done });
    for done in [false, true] {
        assert_eq!(bob.expect::<Value>("changed").await, task(done));
    }
    let mut later = office.enter("/board", "bob").await;
    assert_eq!(later.expect::<Value>("tasks").await, json!([task(true)]));
}

#[tokio::test]
async fn an_announcement_by_http_reaches_the_chat() {
    let office = Office::open().await;
    let ann = office.log_in("ann", "a").await.unwrap();
    let bob = office.log_in("bob", "b").await.unwrap();
    let mut client = office.connect("/chat", &bob).await.unwrap();
    let body = (JSON, r#"{"text":"lunch"}"#);

    assert_eq!(
        office.post("/announce", &bob, body).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        office.post("/announce", "", body).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        office.post("/announce", &ann, body).await,
        StatusCode::NO_CONTENT
    );

    let announcement = client.expect::<Value>("announcement").await;
    assert_eq!(announcement, json!({ "by": "ann", "text": "lunch" }));
}

#[tokio::test]
async fn logging_out_disconnects_the_tabs_of_one_browser() {
    let office = Office::open().await;
    let (home, work) = (
        office.log_in("ann", "a").await.unwrap(),
        office.log_in("ann", "a").await.unwrap(),
    );
    let mut at_home = office.connect("/chat", &home).await.unwrap();
    let at_work = office.connect("/chat", &work).await.unwrap();

    assert_eq!(
        office.post("/logout", &home, (FORM, "")).await,
        StatusCode::NO_CONTENT
    );

    at_home.expect_disconnect().await;
    assert_eq!(
        office.connect("/chat", &home).await.unwrap_err(),
        "log in first"
    );
    at_work.call::<i64>("say", "still here").await.unwrap();
}

#[tokio::test]
async fn logging_out_everywhere_disconnects_every_device() {
    let office = Office::open().await;
    let (home, work) = (
        office.log_in("ann", "a").await.unwrap(),
        office.log_in("ann", "a").await.unwrap(),
    );
    let mut chat = office.connect("/chat", &home).await.unwrap();
    let mut board = office.connect("/board", &work).await.unwrap();
    let bob = office.enter("/chat", "bob").await;

    let status = office.post("/logout-everywhere", &work, (FORM, "")).await;

    assert_eq!(status, StatusCode::NO_CONTENT);
    chat.expect_disconnect().await;
    board.expect_disconnect().await;
    for cookie in [&home, &work] {
        assert_eq!(
            office.connect("/board", cookie).await.unwrap_err(),
            "log in first"
        );
    }
    bob.call::<i64>("say", "not me").await.unwrap();
}

#[tokio::test]
async fn a_connection_whose_login_has_ended_cannot_join_another_namespace() {
    let office = Office::open().await;
    let cookie = office.log_in("ann", "a").await.unwrap();
    let chat = office.connect("/chat", &cookie).await.unwrap();

    office.post("/logout-everywhere", &cookie, (FORM, "")).await;

    assert_eq!(
        chat.connect("/board").await.unwrap_err().message(),
        "log in first"
    );
}

#[tokio::test]
async fn a_login_outlives_a_restart() {
    let office = Office::open().await;
    let cookie = office.log_in("ann", "a").await.unwrap();

    let team = Team::new(office.team.database.clone(), ClientJs::off());
    let app = team.app(false).unwrap();
    let restarted = Office {
        team,
        app,
        ..office
    };

    restarted.connect("/chat", &cookie).await.unwrap();
}

#[tokio::test]
async fn the_timer_reminds_of_open_tasks_until_the_server_stops() {
    let office = Office::open().await;
    let mut ann = office.enter("/board", "ann").await;
    ann.call::<i64>("add", "buy milk").await.unwrap();
    let io = office.app.io.clone();

    let timer = tokio::spawn(timer::run(
        office.team.clone(),
        io.clone(),
        Duration::from_millis(1),
    ));

    assert_eq!(ann.expect::<Value>("reminder").await, json!({ "open": 1 }));
    io.stop();
    timer.await.unwrap();
}
