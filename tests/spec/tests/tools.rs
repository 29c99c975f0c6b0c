//! The documents, read by the tools that they are for, and the server that they describe, spoken to by the official client.
//!
//! Node and the packages of `js` are needed. If they are not there, the test says so and is left out; where `CI` or
//! `SOCKETIO_REQUIRE_ALL` is set, that is a failure.

use std::{env, fs, path::Path, process::Stdio};

use tokio::{net::TcpListener, process::Command};

#[tokio::test]
async fn the_tools_accept_the_documents() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("js");
    let required = ["CI", "SOCKETIO_REQUIRE_ALL"]
        .iter()
        .any(|name| env::var_os(name).is_some());
    if !package.join("node_modules").exists() {
        assert!(!required, "run `npm ci` in {}", package.display());
        println!("left out: run `npm ci` in {}", package.display());
        return;
    }
    let io = spec_tests::app();
    let documents = tempfile::tempdir().unwrap();
    io.spec().title("Forms").write(documents.path()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let page = io.spec().title("Forms").version("2.1.0").page("/events");
    let router = io.router::<()>().merge(page);
    tokio::spawn(async move { axum::serve(listener, router).await });

    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spec");
    fs::create_dir_all(&pictures).unwrap();
    let mut node = Command::new("node");
    node.arg("--test")
        .current_dir(&package)
        .stdin(Stdio::null());
    for test in ["asyncapi", "typescript", "roundtrip", "page"] {
        node.arg(format!("{test}.test.mjs"));
    }
    let output = node
        .env("DOCUMENTS", documents.path())
        .env("SERVER", url)
        .env("PICTURES", pictures)
        .kill_on_drop(true)
        .output()
        .await
        .unwrap();

    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}
