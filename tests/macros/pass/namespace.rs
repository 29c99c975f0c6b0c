//! Beside `fail/namespace`: objects with handlers.

use std::sync::Arc;

use socketio::{Error, Routes, SocketIo, namespace};

struct Chat;

#[namespace("/chat")]
impl Chat {
    const NAME: &'static str = "chat";

    /// No handler.
    fn name(&self) -> &'static str {
        Self::NAME
    }

    #[on("say")]
    #[on("shout")]
    async fn say(&self, line: String) -> String {
        format!("{}: {line}", self.name())
    }

    #[event]
    async fn keep(self: Arc<Self>) {}

    #[event]
    async fn alone() {}

    #[on("*")]
    async fn any(self: &Arc<Self>) {}

    #[on("connect")]
    async fn connect(&self) -> bool {
        true
    }

    #[on_error]
    async fn failed(&self, _error: Error) {}
}

trait Store: Send + Sync + 'static {
    fn len(&self) -> usize;
}

impl Store for Vec<u32> {
    fn len(&self) -> usize {
        self.len()
    }
}

struct Stored<S, const N: usize>(S);

#[namespace("/stored")]
impl<S, const N: usize> Stored<S, N>
where
    S: Store,
{
    #[on("len")]
    async fn len(&self) -> usize {
        self.0.len() + N
    }
}

#[test]
fn builds() {
    let routes = Routes::new()
        .namespace(Chat)
        .namespace(Stored::<_, 1>(vec![0]));
    SocketIo::builder().routes(routes).build().unwrap();
}
