//! socketioxide: closures, given to the socket when it connects.

use super::{App, each_part};

pub(super) const APP: App = App {
    key: "closures",
    name: "socketioxide closures",
    dependencies: |_| {
        "axum = { version = \"0.8\", default-features = false, features = [\"tokio\", \"http1\"] }\n\
         socketioxide = \"0.18\"\n\
         tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }\n"
            .to_owned()
    },
    main: || {
        format!(
            "async fn connected(socket: socketioxide::extract::SocketRef) {{{}
}}

#[tokio::main]
async fn main() -> std::io::Result<()> {{
    let (layer, io) = socketioxide::SocketIo::new_layer();
    io.ns(\"/\", connected);
    let listener = tokio::net::TcpListener::bind(\"127.0.0.1:5000\").await?;
    axum::serve(listener, axum::Router::new().layer(layer)).await
}}
",
            each_part(|part| format!("\n    part{part}::register(&socket);"))
        )
    },
    imports: "use socketioxide::extract::{AckSender, Data, SocketRef};\n\n",
    handler: |handler| {
        format!(
            "    socket.on(\"event {}\", async |Data(payload): Data<Payload{}>, ack: AckSender| {{
        let _ = ack.send(&{});
    }});
",
            handler.index, handler.takes, handler.body
        )
    },
    around: ["pub fn register(socket: &SocketRef) {\n", "}\n"],
    list: |_| String::new(),
};
