//! Namespaces that are objects: their methods handle events, and their state is shared by all clients.

use std::sync::{Arc, Mutex};

use super::wire::{Wire, ask};
use crate::{Error, Reason, Routes, SocketIo, namespace, on, routes};

#[derive(Default)]
struct Chat {
    lines: Mutex<Vec<String>>,
}

#[namespace("/chat")]
impl Chat {
    #[on("say")]
    async fn say(&self, line: String) -> usize {
        self.push(line)
    }

    #[event]
    async fn history(self: Arc<Self>) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    #[on("hello")]
    async fn hello(name: String) -> String {
        format!("method: {name}")
    }

    #[on_error]
    async fn failed(&self, error: Error) -> (usize, bool) {
        (self.lines.lock().unwrap().len(), error.is_args())
    }

    #[on("disconnect")]
    async fn left(&self, _reason: Reason) {
        self.push("bye".to_owned());
    }

    fn push(&self, line: String) -> usize {
        let mut lines = self.lines.lock().unwrap();
        lines.push(line);
        lines.len()
    }
}

#[tokio::test]
async fn a_namespace_is_an_object_and_its_methods() {
    let io = SocketIo::new(Routes::new().namespace(Chat::default()));
    let mut wire = Wire::join(&io, "/chat").await;

    wire.send(r#"2/chat,1["say","hi"]"#).await;
    assert_eq!(wire.recv().await, "3/chat,1[1]");
    wire.send(r#"2/chat,2["history"]"#).await;
    assert_eq!(wire.recv().await, r#"3/chat,2[["hi"]]"#);
    wire.send(r#"2/chat,3["say"]"#).await;
    assert_eq!(wire.recv().await, "3/chat,3[1,true]");
}

#[on("hello", namespace = "/chat")]
async fn hello(name: String) -> String {
    format!("fn: {name}")
}

#[tokio::test]
async fn a_free_fn_goes_before_a_method() {
    let io = SocketIo::new(routes![hello].namespace(Chat::default()));

    assert_eq!(
        ask(&io, "/chat", r#"["hello","ann"]"#).await,
        r#"["fn: ann"]"#
    );
}
