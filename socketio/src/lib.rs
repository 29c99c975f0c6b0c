//! A Socket.IO server for tokio and axum.


