//! The page: a document of the contract for people, from which each event can be tried. It is served as files of this crate,
//! and speaks to the server as any other client.

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::Spec;

/// What a browser may do with the page: run its own scripts, and connect to the server that it came from.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The files beside the page, with their types.
const FILES: [(&str, &str, &str); 6] = [
    (
        "style.css",
        "text/css; charset=utf-8",
        include_str!("style.css"),
    ),
    ("main.js", SCRIPT, include_str!("main.js")),
    ("event.js", SCRIPT, include_str!("event.js")),
    ("log.js", SCRIPT, include_str!("log.js")),
    ("schema.js", SCRIPT, include_str!("schema.js")),
    ("form.js", SCRIPT, include_str!("form.js")),
];

/// The client for the browser, which is no file of its own elsewhere.
const WIRE: (&str, &str, &str) = ("wire.js", SCRIPT, include_str!("wire.js"));

impl Spec {
    /// A router with a page on this path, on which people read the contract and try the events.
    ///
    /// The page shows all events to whoever can open it, and sends what its reader types. An application that is not for
    /// everybody puts a layer in front of it, as of any router.
    ///
    /// ```
    /// use axum::Router;
    /// use socketio::{SocketIo, routes};
    ///
    /// let io = SocketIo::new(routes![]);
    /// let app: Router = Router::new()
    ///     .merge(io.router())
    ///     .merge(io.spec().title("Chat").page("/events"));
    /// ```
    ///
    /// # Panics
    ///
    /// If `path` does not begin with `/`, in the words of axum's router.
    pub fn page<S: Clone + Send + Sync + 'static>(&self, path: &str) -> Router<S> {
        for problem in self.problems() {
            tracing::warn!(target: "socketio::spec", "{problem}");
        }
        let base = path.trim_end_matches('/');
        let file = |kind: &'static str, text: String| {
            let text = axum::body::Bytes::from(text);
            get(move || {
                let text = text.clone();
                async move { served(kind, text) }
            })
        };
        let contract = self.schemas().to_string();
        let mut router = Router::new()
            .route(
                &format!("{base}/"),
                file(HTML, include_str!("index.html").to_owned()),
            )
            .route(
                &format!("{base}/contract.json"),
                file("application/json", contract),
            );
        for (name, kind, text) in FILES.into_iter().chain([WIRE]) {
            router = router.route(&format!("{base}/{name}"), file(kind, text.to_owned()));
        }
        // The files are found beside the page only if its address ends with a slash. The redirect is relative, so that it
        // is right behind a proxy with a prefix as well.
        if let Some((_, last)) = base.rsplit_once('/') {
            let location = format!("{last}/");
            let redirect = move || {
                let location = [(header::LOCATION, location.clone())];
                async move { (StatusCode::PERMANENT_REDIRECT, location) }
            };
            router = router.route(base, get(redirect));
        }
        router
    }
}

fn served(kind: &'static str, text: axum::body::Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_smaller_than_it_may_be() {
        let size: usize = FILES
            .iter()
            .chain([&WIRE])
            .map(|(.., text)| text.len())
            .sum();

        assert!(size + include_str!("index.html").len() < 100_000, "{size}");
    }
}
