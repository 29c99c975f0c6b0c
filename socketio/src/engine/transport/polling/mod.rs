//! HTTP long-polling, the parts below the requests: where they meet the session's task, and how bodies are read.

pub(in crate::engine) mod bodies;
pub(in crate::engine) mod mailbox;
