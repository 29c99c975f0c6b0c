//! Beside `fail/routes`: lists of handlers.

use socketio::{Routes, SocketIo, event, on, routes};

#[on("a")]
async fn a() {}

#[on("b")]
#[on("a", namespace = "/chat")] // the same event of another namespace is another event
async fn b() {}

mod chat {
    use socketio::{Routes, event, routes};

    #[event(namespace = "/chat")]
    pub(super) async fn leave() {}

    #[event(namespace = "/chat")]
    async fn join() {}

    /// A list is a value like any other.
    pub(super) fn routes() -> Routes {
        routes![join]
    }

    pub(super) mod admin {
        #[super::event(namespace = "/admin")]
        pub(in super::super) async fn leave() {}
    }
}

use chat::admin::leave as leave_admin;

#[event]
async fn last() {}

#[test]
fn builds() {
    let routes = routes![]
        .and(routes![a, b, chat::leave, leave_admin,])
        .and(chat::routes())
        .and(routes!(crate = "::socketio", self::last));
    let routes: Routes = [routes, Routes::new()].into_iter().collect();
    SocketIo::builder().routes(routes).build().unwrap();
}
