//! Clients of Socket.IO 2, which speak Engine.IO 3: they are in `/` from the beginning, and name a namespace with the
//! parameters that others send as the auth payload.

use std::{collections::BTreeMap, task::Context};

use super::Client;
use crate::{observe::Reason, packet::Raw, query};

impl Client {
    /// The client asks for a namespace, by a name with a query: `/chat?token=x`. For `/` the engine has asked.
    #[cold]
    pub(super) fn connect_with_query(
        &mut self,
        asked: &str,
        cx: &mut Context<'_>,
    ) -> Result<(), Reason> {
        let (name, query) = asked.split_once('?').unwrap_or((asked, ""));
        if self.is_in(name) {
            return Ok(());
        }
        // JSON: such clients are let in only by servers of that format.
        let auth = if query.is_empty() {
            String::new()
        } else {
            auth(query)
        };
        self.join(name, Raw::from(&*auth), cx)
    }

    fn is_in(&self, namespace: &str) -> bool {
        let mut sockets = self.sockets.iter();
        sockets
            .any(|attached| attached.namespace.name() == namespace && !attached.phase().has_left())
    }
}

/// The parameters of a query as an object of JSON. Of repeated ones the last counts.
fn auth(query: &str) -> String {
    let parameters = query.split('&').filter(|text| !text.is_empty());
    let parameters: BTreeMap<String, String> = parameters.map(query::parameter).collect();
    serde_json::to_string(&parameters).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_an_object() {
        for (query, expected) in [
            ("token=abc", r#"{"token":"abc"}"#),
            (
                "a=1&b=%22x%22+y&a=2&&c",
                r#"{"a":"2","b":"\"x\" y","c":""}"#,
            ),
        ] {
            assert_eq!(auth(query), expected, "{query}");
        }
    }
}
