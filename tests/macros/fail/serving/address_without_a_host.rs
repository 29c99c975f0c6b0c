use axum::Router;
use socketio::{RunError, SocketIo, routes};

#[tokio::main]
async fn main() -> Result<(), RunError> {
    SocketIo::new(routes![]).run(Router::new(), 5000).await
}
