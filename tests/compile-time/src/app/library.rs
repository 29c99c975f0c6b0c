//! This library: an attribute above each fn, and lists of them.

use super::{App, each, each_part};

pub(super) const APP: App = App {
    key: "library",
    name: "this library",
    dependencies: |root| {
        format!(
            "axum = {{ version = \"0.8\", default-features = false, features = [\"tokio\", \"http1\"] }}\n\
             socketio = {{ path = \"{root}/socketio\" }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }}\n"
        )
    },
    main: || {
        format!(
            "#[tokio::main]
async fn main() -> Result<(), socketio::RunError> {{
    let routes = socketio::Routes::new(){};
    socketio::SocketIo::new(routes).run(axum::Router::new(), \"127.0.0.1:5000\").await
}}
",
            each_part(|part| format!("\n        .and(part{part}::routes())"))
        )
    },
    imports: "use socketio::{Routes, on, routes};\n\n",
    handler: |handler| {
        format!(
            "#[on(\"event {index}\")]
async fn handler{index}(payload: Payload{takes}) -> Payload{gives} {{
    {body}
}}
",
            index = handler.index,
            takes = handler.takes,
            gives = handler.gives,
            body = handler.body
        )
    },
    around: ["", ""],
    list: |handlers| {
        format!(
            "\npub fn routes() -> Routes {{\n    routes![{}]\n}}\n",
            each(handlers, |handler| format!("handler{}, ", handler.index))
        )
    },
};
