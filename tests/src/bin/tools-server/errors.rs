//! Handlers that fail, and who takes the error: of the namespace, or of all.

use socketio::{Args, Error, EventName, Routes, on, on_error, on_error_default, routes};

pub(crate) fn routes() -> Routes {
    routes![fail, failed, failed_in_news, failed_anywhere]
}

#[on("fail")]
#[on("fail", namespace = "/news")]
#[on("fail", namespace = "/listed")]
async fn fail(how: String) -> socketio::Result<u8> {
    match how.as_str() {
        "panic" => panic!("a panic"),
        _ => Ok(how.parse()?),
    }
}

#[on_error]
async fn failed(error: Error, event: EventName, args: Args) -> socketio::Result<(String, usize)> {
    if error.is_panic() {
        return Err(error);
    }
    Ok((format!("{event}: {error}"), args.len()))
}

#[on_error(namespace = "/news")]
async fn failed_in_news(error: Error) -> &'static str {
    let is_parse = error.downcast_ref::<std::num::ParseIntError>().is_some();
    if is_parse { "no number" } else { "worse" }
}

#[on_error_default]
async fn failed_anywhere() -> &'static str {
    "somewhere"
}
