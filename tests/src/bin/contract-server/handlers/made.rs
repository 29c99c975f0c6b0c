//! Values that the server makes itself, in any number and size.

use std::time::Duration;

use serde_json::{Value, json};
use socketio::{Binary, Io, Result, Routes, Socket, emit, on, routes};
use tokio::time::sleep;

/// The most bytes a client can make the server put into one value.
const LARGEST: usize = 64 << 20;
/// How many events are sent before others get their turn.
const AT_ONCE: usize = 64;

pub(super) fn routes() -> Routes {
    routes![burst, blast, counted, big, types, slow, fail]
}

#[on("burst", namespace = "*")]
async fn burst(n: usize, size: usize) -> Result<bool> {
    let text = filled('x', size)?;
    for i in 0..n {
        emit("burst", (i, &text)).await?;
    }
    Ok(true)
}

#[on("blast", namespace = "*")]
async fn blast(n: usize, size: usize, socket: Socket, io: Io) -> Result<bool> {
    let text = filled('x', size)?;
    for i in 0..n {
        io.emit("blast", (i, &text))
            .namespace(socket.namespace())
            .to("blast")
            .await?;
        if i % AT_ONCE == AT_ONCE - 1 {
            tokio::task::yield_now().await;
        }
    }
    Ok(true)
}

#[on("bytes", namespace = "*")]
async fn counted(n: usize) -> Result<Binary> {
    within_reason(n)?;
    Ok((0..=250).cycle().take(n).collect::<Vec<u8>>().into())
}

#[on("big", namespace = "*")]
async fn big(n: usize) -> Result<String> {
    filled('y', n)
}

#[on("types", namespace = "*")]
async fn types() -> (
    (),
    bool,
    bool,
    i32,
    i32,
    f64,
    u64,
    f64,
    &'static str,
    &'static str,
    &'static str,
    Value,
    Value,
    Value,
) {
    let (list, object) = (json!([]), json!({}));
    let nested = json!({ "a": [1, { "b": null }] });
    (
        (),
        true,
        false,
        0,
        -1,
        1.5,
        9_007_199_254_740_991,
        1e21,
        "",
        "héllo €",
        "😀",
        list,
        object,
        nested,
    )
}

#[on("slow", namespace = "*")]
async fn slow(ms: u64, tag: Option<Value>) -> Option<Value> {
    sleep(Duration::from_millis(ms)).await;
    tag
}

/// Fails in the worst way there is.
#[on("panic", namespace = "*")]
async fn fail() {
    panic!("a client asked for it");
}

fn filled(sign: char, size: usize) -> Result<String> {
    within_reason(size)?;
    Ok(std::iter::repeat_n(sign, size).collect())
}

fn within_reason(size: usize) -> Result {
    if size > LARGEST {
        return Err(format!("{size} bytes are more than {LARGEST}").into());
    }
    Ok(())
}
