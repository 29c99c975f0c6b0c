//! Beside `fail/guard`: what can be a guard, and where.

use socketio::{
    Args, ClientError, Http, Io, Routes, Session, Sid, Socket, SocketIo, State, event, namespace,
    on, routes,
};

#[derive(Default)]
struct User {
    admin: bool,
}

async fn is_admin(user: Session<User>) -> bool {
    user.with(|user| user.admin)
}

async fn anybody() -> Result<(), ClientError> {
    Ok(())
}

/// It takes the first argument; the handler has more.
async fn owns(file: String, _: Option<u32>, sid: Sid, _: State<u8>) -> socketio::Result {
    if file.starts_with(sid.as_str()) {
        Ok(())
    } else {
        Err("a file of somebody else".into())
    }
}

mod files {
    use axum::http::HeaderMap;

    use super::{Args, Http, Io, Socket};

    pub(super) async fn exists(
        _: Http<HeaderMap>,
        _: Io,
        _: Socket,
        _: Args,
    ) -> Result<(), std::io::Error> {
        Ok(())
    }
}

#[on("delete", guard = is_admin, guard = owns, guard = files::exists, latest)]
#[on("*", guard = anybody)]
async fn delete(_: Args) {}

#[event(guard = anybody, namespace = "/files")]
async fn rename() {}

struct Board;

#[namespace("/board", guard = anybody, guard = Self::is_open)]
impl Board {
    async fn is_open() -> bool {
        true
    }

    #[on("connect")]
    async fn connect(&self) {}

    #[on("write", guard = is_admin)]
    async fn write(&self, _: String) {}
}

struct Shelf<T>(T);

#[namespace("/shelf", guard = Self::holds)]
impl<T: Send + Sync + 'static> Shelf<T> {
    async fn holds(_: State<T>) -> bool {
        true
    }

    #[event]
    async fn take(&self) {}
}

#[test]
fn builds() {
    let routes: Routes = routes![delete, rename];
    let server = SocketIo::builder()
        .routes(routes)
        .namespace(Board)
        .namespace(Shelf(1_u8));
    server.state(1_u8).build().unwrap();
}
