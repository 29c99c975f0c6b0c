//! Beside `fail/item`: what a handler can be, wherever it stands.

use socketio::{SocketIo, namespace, on, routes};

#[on("private")]
async fn private() {}

pub mod inner {
    use socketio::on;

    #[on("public")]
    pub async fn public() {}

    #[on("crate")]
    pub(crate) async fn of_the_crate() {}

    #[on("super")]
    pub(super) async fn of_the_parent() {}
}

/// Documented, and with attributes of others above and below.
#[must_use]
#[on("attributes")]
#[allow(clippy::unused_async)]
#[inline]
async fn attributes() -> u32 {
    1
}

#[on("r#match")]
async fn r#match() {}

#[cfg(any())]
#[on("private")]
async fn not_there() {}

#[on("private")]
#[cfg(any())]
async fn not_there_either() {}

/// A handler named like a crate, which is `::bytes` then.
mod named_like_a_crate {
    use ::bytes::Bytes;
    use socketio::on;

    #[on("bytes")]
    pub(super) async fn bytes(_data: Bytes) {}
}

struct Chat;

#[namespace("/chat")]
impl Chat {
    #[on("a")]
    async fn handler(&self) {}
}

/// A handler is still a fn.
#[tokio::test]
async fn can_be_called() {
    private().await;
    assert_eq!(attributes().await, 1);
}

#[test]
fn builds() {
    #[on("in a body")]
    async fn in_a_body() {}

    let routes = routes![
        private,
        inner::public,
        self::inner::of_the_crate,
        inner::of_the_parent,
        attributes,
        named_like_a_crate::bytes,
        r#match,
        in_a_body
    ];
    SocketIo::builder()
        .routes(routes)
        .namespace(Chat)
        .build()
        .unwrap();
}
