//! axum: JSON in, JSON out, and routers of them.

use super::{App, each, each_part};

pub(super) const APP: App = App {
    key: "routes",
    name: "axum routes",
    dependencies: |_| {
        "axum = { version = \"0.8\", default-features = false, features = [\"tokio\", \"http1\", \"json\"] }\n\
         tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }\n"
            .to_owned()
    },
    main: || {
        format!(
            "#[tokio::main]
async fn main() -> std::io::Result<()> {{
    let router = axum::Router::new(){};
    let listener = tokio::net::TcpListener::bind(\"127.0.0.1:5000\").await?;
    axum::serve(listener, router).await
}}
",
            each_part(|part| format!("\n        .merge(part{part}::routes())"))
        )
    },
    imports: "use axum::{Json, Router, routing::post};\n\n",
    handler: |handler| {
        format!(
            "async fn handler{index}(Json(payload): Json<Payload{takes}>) -> Json<Payload{gives}> {{
    Json({body})
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
            "\npub fn routes() -> Router {{\n    Router::new(){}\n}}\n",
            each(handlers, |handler| format!(
                "\n        .route(\"/event{index}\", post(handler{index}))",
                index = handler.index
            ))
        )
    },
};
