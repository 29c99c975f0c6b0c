//! The server as a router of axum.

use axum::{
    Router,
    http::StatusCode,
    routing::{MethodRouter, get},
};

use crate::server::app::SocketIo;

impl SocketIo {
    /// A router with this server on its path, to be merged into an application's, before or after the application has its
    /// state.
    ///
    /// ```
    /// use axum::{Router, extract::State, routing::get};
    /// use socketio::{SocketIo, routes};
    ///
    /// let io = SocketIo::new(routes![]);
    /// let app: Router = Router::new()
    ///     .route("/", get(async |State(greeting): State<&'static str>| greeting))
    ///     .merge(io.router())
    ///     .with_state("hello");
    /// ```
    ///
    /// # Panics
    ///
    /// Merging does, if the application has a route of its own on that path, in the words of axum's router.
    pub fn router<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let path = &self.app.engine.config().path;
        let service = self.clone().into_service();
        let mut router = Router::new().route_service(path, service.clone());
        let bare = path.trim_end_matches('/');
        if !bare.is_empty() {
            router = router.route_service(bare, service.clone());
        }
        for file in self.app.http.client_js.names() {
            router = router.route_service(&format!("{path}{file}"), service.clone());
        }
        router
    }

    /// A route that load balancers ask whether this server takes new clients: `200` with the text `ready`, and `503` with
    /// `stopping` once it [drains](Self::drain) or stops.
    ///
    /// The clients that are connected are served further. So a load balancer that is told `503` must send nobody new, and
    /// must not cut off who is there.
    ///
    /// ```
    /// use axum::Router;
    /// use socketio::{SocketIo, routes};
    ///
    /// let io = SocketIo::new(routes![]);
    /// let app: Router = Router::new().route("/ready", io.readiness());
    /// ```
    pub fn readiness<S: Clone + Send + Sync + 'static>(&self) -> MethodRouter<S> {
        let io = self.clone();
        get(async move || match io.is_ready() {
            true => (StatusCode::OK, "ready"),
            false => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        })
    }
}
