//! The style sheet and the script that all pages load.

use axum::{
    Router,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
    routing::get,
};

/// Serves `assets/style.css` and `assets/page.js`.
pub fn assets<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            "/assets/style.css",
            get(async || file("text/css", include_str!("../assets/style.css"))),
        )
        .route(
            "/assets/page.js",
            get(async || file("text/javascript", include_str!("../assets/page.js"))),
        )
}

fn file(content_type: &'static str, content: &'static str) -> Response {
    ([(CONTENT_TYPE, content_type)], content).into_response()
}
