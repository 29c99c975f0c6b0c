//! The application three times: the same payloads, bodies and states; only how a handler is declared differs.

use std::fmt::Write as _;

const HANDLERS: usize = 200;
const PAYLOADS: usize = 100;
/// In how many files the handlers are.
pub(crate) const MODULES: usize = 10;

/// What it is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum App {
    Socketio,
    Axum,
    Socketioxide,
}

impl App {
    pub(crate) const ALL: [Self; 3] = [Self::Socketio, Self::Axum, Self::Socketioxide];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Socketio => "with-socketio",
            Self::Axum => "with-axum",
            Self::Socketioxide => "with-socketioxide",
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Socketio => "`#[on]` of this library",
            Self::Axum => "axum 0.8 routes",
            Self::Socketioxide => "socketioxide 0.18 closures",
        }
    }

    pub(crate) fn manifest(self) -> String {
        let library = match self {
            Self::Socketio => {
                format!(
                    "socketio = {{ path = {:?} }}",
                    concat!(env!("CARGO_MANIFEST_DIR"), "/../socketio")
                )
            }
            Self::Axum => "axum = \"0.8\"".to_owned(),
            Self::Socketioxide => {
                "socketioxide = { version = \"0.18\", features = [\"state\"] }".to_owned()
            }
        };
        format!(
            "[package]\nname = {:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{library}\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\ntokio = {{ version = \"1\", features = [\"full\"] }}\n",
            self.name()
        )
    }

    pub(crate) fn main(self) -> String {
        let mut text = String::from("#![allow(dead_code)]\n\nmod payload;\n");
        for module in 0..MODULES {
            let _ = writeln!(text, "mod part{module};");
        }
        text.push_str("\n#[derive(Clone, Debug, Default)]\npub struct Db;\n\n");
        text.push_str("impl Db {\n    pub async fn save(&self, number: u32) -> u32 {\n        number + 1\n    }\n}\n\n");
        text.push_str(match self {
            Self::Socketio => "fn main() {\n    let routes = socketio::Routes::new()",
            Self::Axum => "fn main() {\n    let router: axum::Router = axum::Router::new()",
            Self::Socketioxide => "fn register(socket: socketioxide::extract::SocketRef) {\n",
        });
        for module in 0..MODULES {
            let _ = match self {
                Self::Socketio => write!(text, "\n        .and(part{module}::routes())"),
                Self::Axum => write!(text, "\n        .merge(part{module}::routes())"),
                Self::Socketioxide => writeln!(text, "    part{module}::register(&socket);"),
            };
        }
        text.push_str(match self {
            Self::Socketio => ";\n    let _ = socketio::SocketIo::builder().routes(routes).state(Db).build();\n}\n",
            Self::Axum => "\n        .with_state(Db);\n    drop(router);\n}\n",
            Self::Socketioxide => {
                "}\n\nfn main() {\n    let (_, io) = socketioxide::SocketIo::builder().with_state(Db).build_svc();\n    \
                 io.ns(\"/\", async |socket| register(socket));\n}\n"
            }
        });
        text
    }

    /// One file of handlers; `seed` is a number in the body of one of them.
    pub(crate) fn module(self, module: usize, seed: usize) -> String {
        let mut text = String::from(match self {
            Self::Socketio => {
                "use socketio::{Routes, State, on, routes};\n\nuse crate::{Db, payload::*};\n"
            }
            Self::Axum => {
                "use axum::{Json, Router, extract::State, routing::post};\n\nuse crate::{Db, payload::*};\n"
            }
            Self::Socketioxide => {
                "use socketioxide::extract::{AckSender, Data, SocketRef, State};\n\nuse crate::{Db, payload::*};\n\n\
                 pub fn register(socket: &SocketRef) {"
            }
        });
        let handlers: Vec<usize> =
            (module * HANDLERS / MODULES..(module + 1) * HANDLERS / MODULES).collect();
        for (index, handler) in handlers.iter().enumerate() {
            let seed = if index == 0 { seed } else { 0 };
            text.push_str(&self.handler(*handler, seed));
        }
        text.push_str(&self.end(&handlers));
        text
    }

    fn handler(self, handler: usize, seed: usize) -> String {
        let (takes, gives) = (handler % PAYLOADS, (handler + 1) % PAYLOADS);
        let body = format!(
            "let number = db.save(payload.number + {seed}).await;\n        \
             let name = format!(\"{{}} {{number}}\", payload.name);\n        \
             let answer = Payload{gives} {{ name, number, price: payload.price, tags: payload.tags }};"
        );
        match self {
            Self::Socketio => format!(
                "\n#[on(\"event {handler}\")]\nasync fn event{handler}(payload: Payload{takes}, db: State<Db>) -> \
                 Payload{gives} {{\n        {body}\n        answer\n}}\n"
            ),
            Self::Axum => format!(
                "\nasync fn event{handler}(State(db): State<Db>, Json(payload): Json<Payload{takes}>) -> \
                 Json<Payload{gives}> {{\n        {body}\n        Json(answer)\n}}\n"
            ),
            Self::Socketioxide => format!(
                "\n    socket.on(\"event {handler}\", async |Data(payload): Data<Payload{takes}>, State(db): State<Db>, \
                 ack: AckSender| {{\n        {body}\n        ack.send(&answer).ok();\n    }});\n"
            ),
        }
    }

    fn end(self, handlers: &[usize]) -> String {
        match self {
            Self::Socketio => {
                let list: Vec<String> = handlers
                    .iter()
                    .map(|handler| format!("event{handler}"))
                    .collect();
                format!(
                    "\npub fn routes() -> Routes {{\n    routes![{}]\n}}\n",
                    list.join(", ")
                )
            }
            Self::Axum => {
                let mut text = String::from("\npub fn routes() -> Router<Db> {\n    Router::new()");
                for handler in handlers {
                    let _ = write!(
                        text,
                        "\n        .route(\"/event{handler}\", post(event{handler}))"
                    );
                }
                text + "\n}\n"
            }
            Self::Socketioxide => "}\n".to_owned(),
        }
    }
}

/// The payload types.
pub(crate) fn payloads() -> String {
    let mut text = String::from("use serde::{Deserialize, Serialize};\n");
    for payload in 0..PAYLOADS {
        let _ = write!(
            text,
            "\n#[derive(Debug, Deserialize, Serialize)]\npub struct Payload{payload} {{\n    pub name: String,\n    \
             pub number: u32,\n    pub price: Option<f64>,\n    pub tags: Vec<String>,\n}}\n"
        );
    }
    text
}
