//! The server as a tower layer.

use std::sync::Arc;

use tower_layer::Layer;

use super::{
    mounted::Mounted,
    tower::{NotFound, SocketIoService},
};
use crate::server::app::{App, SocketIo};

impl SocketIo {
    /// A layer that puts this server in front of any service. A request on this server's path does not reach that service.
    ///
    /// The layers that are added to the application after it see the server's requests; those that were there before do
    /// not.
    ///
    /// ```
    /// use axum::Router;
    /// use socketio::{SocketIo, routes};
    ///
    /// # async fn serve(listener: tokio::net::TcpListener) -> std::io::Result<()> {
    /// let io = SocketIo::new(routes![]);
    /// let app = Router::new().layer(io.layer());
    /// axum::serve(listener, app).await
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
            app: Mounted(self.app),
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
            app: Mounted(Arc::clone(&self.app)),
            inner,
        }
    }
}
