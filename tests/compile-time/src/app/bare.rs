//! No library at all: what the types and the fns cost by themselves.

use super::{App, each, each_part};

pub(super) const APP: App = App {
    key: "bare",
    name: "the fns alone",
    dependencies: |_| String::new(),
    main: || {
        format!(
            "fn main() {{{}\n}}\n",
            each_part(|part| format!("\n    part{part}::routes();"))
        )
    },
    imports: "",
    handler: |handler| {
        format!(
            "async fn handler{index}(payload: Payload{takes}) -> Payload{gives} {{
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
            "\npub fn routes() {{{}\n}}\n",
            each(handlers, |handler| format!(
                "\n    let _ = handler{};",
                handler.index
            ))
        )
    },
};
