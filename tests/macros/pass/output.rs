//! Beside `fail/output`: what a handler can return, and hold while it waits.

use std::{fmt, sync::Mutex};

use serde::Serialize;
use socketio::{SocketIo, State, on, routes};

#[derive(Serialize)]
struct Receipt;

#[on("value")]
async fn value() -> Receipt {
    Receipt
}

#[on("several")]
async fn several() -> (u32, Receipt) {
    (1, Receipt)
}

#[on("result")]
async fn result() -> socketio::Result<Receipt> {
    Ok(Receipt)
}

#[on("nothing or an error")]
async fn nothing_or_an_error() -> socketio::Result {
    Err("no")?
}

#[derive(Debug)]
struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for Failed {}

type Outcome = Result<(u32, String), Failed>;

#[on("own error")]
async fn own_error() -> Outcome {
    Err(Failed)
}

#[on("text error")]
async fn text_error() -> Result<u32, &'static str> {
    Err("no")
}

#[on("boxed error")]
async fn boxed_error() -> Result<u32, Box<dyn std::error::Error + Send + Sync>> {
    Err("no".into())
}

#[on("opaque")]
async fn opaque() -> impl Serialize {
    1
}

#[on("let go")]
async fn let_go(count: State<Mutex<u32>>) {
    *count.lock().unwrap() += 1;
    tokio::task::yield_now().await;
}

#[test]
fn builds() {
    let routes = routes![
        value,
        several,
        result,
        nothing_or_an_error,
        own_error,
        text_error,
        boxed_error,
        opaque,
        let_go,
    ];
    SocketIo::builder()
        .routes(routes)
        .state(Mutex::new(0_u32))
        .build()
        .unwrap();
}
