//! The server as a tower layer.

use std::sync::Arc;

use tower_layer::Layer;

use super::tower::{NotFound, SocketIoService};
use crate::server::app::{App, SocketIo};

impl SocketIo {
    /// A layer that puts this server in front of any service. What that has on our path is not asked any more.
    ///
    /// Around a whole application it spares requests on our path the router:
    ///
    /// ```
    /// use axum::{Router, ServiceExt, extract::Request};
    /// use socketio::{SocketIo, routes};
    /// use tower_layer::Layer;
    ///
    /// # async fn serve(listener: tokio::net::TcpListener) -> std::io::Result<()> {
    /// let io = SocketIo::new(routes![]);
    /// let app = io.layer().layer(Router::new());
    /// axum::serve(listener, ServiceExt::<Request>::into_make_service(app)).await
    /// # }
    /// ```
    #[must_use]
    pub fn layer(&self) -> SocketIoLayer {
        SocketIoLayer {
            app: Arc::clone(&self.app),
        }
    }

    /// This server as a tower service of its own, for hyper or whatever else serves those; requests for other
    /// paths get `404`.
    #[must_use]
    pub fn into_service(self) -> SocketIoService {
        SocketIoService {
            app: self.app,
            inner: NotFound,
        }
    }
}

/// Puts a Socket.IO server in front of a service; see [`SocketIo::layer`].
#[derive(Clone, Debug)]
pub struct SocketIoLayer {
    app: Arc<App>,
}

impl<S> Layer<S> for SocketIoLayer {
    type Service = SocketIoService<S>;

    fn layer(&self, inner: S) -> SocketIoService<S> {
        SocketIoService {
            app: Arc::clone(&self.app),
            inner,
        }
    }
}
