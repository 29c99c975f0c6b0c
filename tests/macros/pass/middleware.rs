//! Beside `fail/middleware`: what can be a middleware, and where.

use socketio::{
    Answer, Args, ClientError, Error, EventName, Io, Next, Param, Session, Sid, Socket, SocketIo,
    State, event, namespace, on, routes,
};

async fn logged(next: Next) -> socketio::Result<Answer> {
    next.run().await
}

async fn plain(next: Next) -> Answer {
    match next.run().await {
        Ok(answer) => answer,
        Err(error) => Answer::new(error.to_string()),
    }
}

/// It takes the first argument; the handler has more.
async fn sized(text: String, _: Option<u32>, next: Next, _: Session<u8>) -> Result<Answer, Error> {
    match text.len() {
        0 => Err(ClientError::new("empty", "write something").into()),
        _ => next.run().await,
    }
}

mod checks {
    use super::{Answer, Args, EventName, Io, Next, Sid, Socket, State};

    pub(super) async fn all(
        _: EventName,
        _: Socket,
        _: Sid,
        _: Io,
        _: State<u8>,
        args: Args,
        next: Next,
    ) -> Result<Answer, socketio::Error> {
        next.run_with(args).await
    }
}

#[on("save", middleware = logged, middleware = checks::all, middleware = sized, latest)]
#[on("*", middleware = plain)]
async fn save(_: Args) {}

#[event(middleware = logged, namespace = "/files")]
async fn rename() {}

struct Board;

#[namespace("/board-{id}", middleware = logged, middleware = Self::numbered)]
impl Board {
    async fn numbered(_id: Param<u32>, next: Next) -> socketio::Result<Answer> {
        next.run().await
    }

    #[on("connect")]
    async fn connect(&self) {}

    #[on("write", middleware = plain)]
    async fn write(&self, _: String) {}
}

struct Shelf<T>(T);

#[namespace("/shelf", middleware = Self::holding)]
impl<T: Send + Sync + 'static> Shelf<T> {
    async fn holding(_: State<T>, next: Next) -> socketio::Result<Answer> {
        next.run().await
    }

    #[event]
    async fn take(&self) {}
}

#[test]
fn builds() {
    let server = SocketIo::builder()
        .routes(routes![save, rename])
        .namespace(Board)
        .namespace(Shelf(1_u8))
        .middleware(logged)
        .middleware_in("/files", async |_: EventName, next: Next| next.run().await);
    server.state(1_u8).build().unwrap();
}
