//! The guide, a chapter a page. Every example in it is compiled.
//!
//! | chapter | |
//! |---|---|
//! | [`handlers`] | functions for events: their arguments, return values and order |
//! | [`context`] | sending, from inside a handler and from outside |
//! | [`rooms`] | named groups of clients |
//! | [`namespaces`] | several independent parts in one connection |
//! | [`acks`] | answers to events, in both directions |
//! | [`sessions`] | data of one client, and the HTTP session |
//! | [`recovery`] | clients that lose their connection come back and have missed nothing |
//! | [`cluster`] | many servers as one: message queues, what is guaranteed, what happens when one is away |
//! | [`validation`] | arguments that make sense, by their types |
//! | [`guards`] | who may do what: fns that are asked before a handler |
//! | [`middleware`] | what runs around the handshake, joining, and the handlers of events |
//! | [`users`] | who a client is, a room per user, roles, logging out, errors that clients see |
//! | [`security`] | what is checked, and what an application must do |
//! | [`limits`] | every bound: its option, what a client gets at it, and what it costs |
//! | [`serving`] | layers, ports, TLS, restarts, options |
//! | [`production`] | what to set and to watch, restarts without a crowd, load balancers |
//! | [`proxy`] | nginx and Caddy, prefixes, timeouts, what is believed |
//! | [`log`] | see what happens: the lines of the log, their levels, what they mean |
//! | [`observing`] | being told what happens: metrics, audit trails, admin pages |
//! | [`performance`] | what costs what, many idle clients, many messages, limits of the system |
#![cfg_attr(
    feature = "msgpack",
    doc = "| [`formats`] | packets as JSON or as MessagePack, and what differs |"
)]
#![cfg_attr(
    feature = "spec",
    doc = "| [`spec`] | a document of all events for clients: AsyncAPI, TypeScript, JSON schemas |"
)]
#![cfg_attr(
    feature = "testing",
    doc = "| [`testing`] | clients in the process, for tests of an application |"
)]
//! | [`from_flask`] | every name of Flask-SocketIO beside ours: handlers and what they use |
//! | [`flask_server`] | the same of the server: its options, `run`, the test client |
//! | [`from_node`] | every public call of Node's `socket.io` beside ours |
//! | [`protocol`] | where the texts and Node disagree, and which test proves which promise |
//! | [`architecture`] | for whoever wants to change this crate |

#[doc = include_str!("../docs/handlers.md")]
pub mod handlers {}

#[doc = include_str!("../docs/context.md")]
pub mod context {}

#[doc = include_str!("../docs/rooms.md")]
pub mod rooms {}

#[doc = include_str!("../docs/namespaces.md")]
pub mod namespaces {}

#[doc = include_str!("../docs/acks.md")]
pub mod acks {}

#[doc = include_str!("../docs/sessions.md")]
pub mod sessions {}

#[doc = include_str!("../docs/recovery.md")]
pub mod recovery {}

#[doc = include_str!("../docs/cluster.md")]
pub mod cluster {}

#[doc = include_str!("../docs/validation.md")]
pub mod validation {}

#[cfg(feature = "spec")]
#[doc = include_str!("../docs/spec.md")]
pub mod spec {}

#[doc = include_str!("../docs/guards.md")]
pub mod guards {}

#[doc = include_str!("../docs/middleware.md")]
pub mod middleware {}

#[doc = include_str!("../docs/users.md")]
pub mod users {}

// Its examples need the feature as well.
#[cfg(feature = "msgpack")]
#[doc = include_str!("../docs/formats.md")]
pub mod formats {}

#[doc = include_str!("../docs/security.md")]
pub mod security {}

#[doc = include_str!("../docs/protocol.md")]
pub mod protocol {}

#[doc = include_str!("../docs/limits.md")]
pub mod limits {}

#[doc = include_str!("../docs/serving.md")]
pub mod serving {}

#[doc = include_str!("../docs/production.md")]
pub mod production {}

#[doc = include_str!("../docs/proxy.md")]
pub mod proxy {}

#[doc = include_str!("../docs/log.md")]
pub mod log {}

#[doc = include_str!("../docs/observing.md")]
pub mod observing {}

#[doc = include_str!("../docs/performance.md")]
pub mod performance {}

// Its examples need the feature as well.
#[cfg(feature = "testing")]
#[doc = include_str!("../docs/testing.md")]
pub mod testing {}

#[doc = include_str!("../docs/from-flask.md")]
pub mod from_flask {}

#[doc = include_str!("../docs/flask-server.md")]
pub mod flask_server {}

#[doc = include_str!("../docs/from-node.md")]
pub mod from_node {}

#[doc = include_str!("../docs/architecture.md")]
pub mod architecture {}
