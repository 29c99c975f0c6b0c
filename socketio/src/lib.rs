//! A Socket.IO server for tokio and axum. Handlers are functions with an attribute, and their arguments and return values
//! are typed. The server speaks version 5 of the Socket.IO protocol over version 4 of Engine.IO, as clients of the
//! releases 3.x and 4.x do.
//!
//! ```no_run
//! use axum::{Router, response::Html, routing::get};
//! use serde_json::{Value, json};
//! use socketio::{RunError, SocketIo, emit, on, routes};
//!
//! #[on("my event")]
//! async fn my_event(data: Value) -> socketio::Result {
//!     emit("my response", &data).await?; // to the client that sent it
//!     Ok(())
//! }
//!
//! #[on("message")]
//! async fn message(text: String) -> socketio::Result {
//!     emit("my response", &json!({ "data": text })).broadcast().await?; // to all clients
//!     Ok(())
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), RunError> {
//!     let app = Router::new().route("/", get(|| async { Html("<h1>Hello</h1>") }));
//!     SocketIo::new(routes![my_event, message]).run(app, "127.0.0.1:5000").await
//! }
//! ```
//!
//! # What to read, in which order
//!
//! 1. [Handlers](guide::handlers): [`on`], [`event`](macro@event), [`routes!`]; arguments and return values;
//!    connecting, errors, order.
//! 2. [The context](guide::context): [`emit`](emit()), [`send`], [`call`] and their like inside a handler,
//!    [`Io`] everywhere else.
//! 3. [Rooms](guide::rooms): [`join_room`], [`leave_room`], [`close_room`].
//! 4. [Namespaces](guide::namespaces): several independent parts in one connection.
//! 5. [Acks](guide::acks): answers to events, in both directions.
//! 6. [Sessions](guide::sessions): data of one client, and the HTTP session.
//! 7. [Recovery](guide::recovery): clients that lose their connection come back and have missed nothing.
//!    [Many nodes](guide::cluster): several servers as one.
//! 8. [Validation](guide::validation): arguments that make sense, by their types.
//! 9. [Guards](guide::guards): fns that decide whether an event may be handled.
//! 10. [Users and permissions](guide::users): who a client is, a room per user, roles, errors that clients see.
//! 11. Formats, `guide::formats` with the feature `msgpack`: packets as MessagePack, and what differs.
//! 12. [Security](guide::security): what is checked, and what an application must do; [limits](guide::limits).
//! 13. [Serving](guide::serving): [`SocketIo`] serves an application by itself ([`run`](SocketIo::run)) or becomes part of one
//!     ([`router`](SocketIo::router), [`layer`](SocketIo::layer)); [`SocketIoBuilder`] has the options.
//!     [Behind a proxy](guide::proxy): nginx, Caddy, prefixes, timeouts, what is believed.
//! 14. Testing, `guide::testing` with the feature `testing`: clients in the process, for tests of an application.
//!     The contract, `guide::spec` with the feature `spec`: documents and types for those who write clients.
//! 15. [See what happens](guide::log): the lines of the log; [observing](guide::observing): the same as values, for metrics.
//! 16. [Performance](guide::performance): what costs what, and how to set up for many.
//! 17. [From Flask-SocketIO](guide::from_flask) and [from Node's `socket.io`](guide::from_node), for those who come from
//!     there.
//! 18. [The architecture](guide::architecture), for whoever wants to change this crate.
//!
//! # Features
//!
//! | feature | default | what it adds | what it pulls in |
//! |---|---|---|---|
//! | `server` | yes | the server, as a tower service; all other features but `event` imply it | `tokio`, `hyper` |
//! | `event` | yes | `derive(Event)` and [`Binary`], for the types of events in a crate of their own, without a server | `socketio-macros`, `syn` |
//! | `macros` | yes | the attributes, [`routes!`] and `derive(Event)` | `socketio-macros`, `syn` |
//! | `axum` | yes | [`run`](SocketIo::run), [`serve`](SocketIo::serve), [`router`](SocketIo::router), and [`Http`] for extractors as parameters | `axum`, HTTP/2 for `axum::serve` (`h2`), tokio's signals |
//! | `compression` | yes | compression of the responses to polls, and [`websocket_compression`](SocketIoBuilder::websocket_compression) | `flate2` |
//! | `socket-activation` | yes | [`Listener::inherited`]: `run` on a listener that the program has inherited; implies `axum` | `listenfd` |
//! | `tls` | no | `SocketIo::run_tls`; implies `axum` | `tokio-rustls`, `ring` |
//! | `redis` | no | `Cluster::redis`: a cluster over Redis or Valkey | `redis` |
//! | `msgpack` | no | packets as MessagePack: `PacketFormat::MsgPack` | nothing |
//! | `garde` | no | arguments that keep the rules which their types declare: `Valid` | `garde` |
//! | `spec` | no | the contract: a document of all events for clients, as AsyncAPI and TypeScript, and a page to try them: `SocketIo::spec` | `schemars` |
//! | `anyhow` | no | an `anyhow::Error` that became an [`Error`] can be downcast | `anyhow` |
//! | `testing` | no | clients in the process, for tests of an application | nothing |
//!
//! With `default-features = false, features = ["server"]` this crate is a tower service, [`SocketIo::into_service`] or [`SocketIo::layer`], for
//! hyper or whatever serves those. Handlers are functions given to [`Routes::on_event`], then. A listener tells the
//! client's address by an extension of the request of type [`SocketAddr`](std::net::SocketAddr).

#![cfg_attr(
    not(feature = "axum"),
    allow(
        dead_code,
        unused_imports,
        reason = "what only `run`, the router and extractors use has no user"
    )
)]

#[cfg(feature = "server")]
mod ack;
#[cfg(feature = "server")]
mod adapter;
#[cfg(feature = "server")]
mod client;
#[cfg(feature = "server")]
mod config;
#[cfg(feature = "server")]
mod context;
#[cfg(feature = "server")]
mod discard;
#[cfg(feature = "server")]
mod emit;
#[cfg(feature = "server")]
mod engine;
// Without a server, `Binary` is all that the types of events need of the packets.
#[cfg(not(feature = "server"))]
#[allow(dead_code, reason = "packets alone use the rest")]
#[path = "packet/attachment.rs"]
mod attachment;
mod event;
#[cfg(feature = "server")]
mod excerpt;
#[cfg(feature = "macros")]
mod macros;
#[cfg(feature = "server")]
mod namespace;
#[cfg(feature = "server")]
pub mod observe;
#[cfg(feature = "server")]
mod pace;
#[cfg(feature = "server")]
mod packet;
#[cfg(feature = "server")]
mod pattern;
#[cfg(feature = "server")]
mod query;
#[cfg(feature = "server")]
mod route;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "server")]
mod session;
#[cfg(feature = "server")]
mod sid;
#[cfg(feature = "server")]
mod socket;
#[cfg(feature = "spec")]
pub mod spec;
#[cfg(feature = "testing")]
pub mod testing;

#[cfg(all(test, feature = "server"))]
mod tests;

#[doc(hidden)]
pub mod __private;

#[cfg(feature = "server")]
pub mod guide;

// What macros write names this crate from outside.
#[cfg(test)]
extern crate self as socketio;

#[cfg(feature = "server")]
pub use ack::{AckError, Acks, FromAnswer, Missing};
#[cfg(feature = "server")]
pub use adapter::{Cluster, Dialect, IntoRooms, RoomList};
#[cfg(not(feature = "server"))]
pub use attachment::Binary;
#[cfg(feature = "server")]
pub use config::Recovery;
#[cfg(feature = "server")]
pub use context::{
    EventName, block_on, call, close_room, disconnect, emit, join_room, leave_room, rooms, send,
    sid, socket, spawn_blocking,
};
#[cfg(feature = "server")]
pub use emit::{CallError, EmitError, Emitter, EmitterError, Io, NoContext, Stats, TargetError};
pub use event::Event;
#[cfg(feature = "macros")]
pub use macros::{event, namespace, on, on_error, on_error_default, routes};
#[cfg(feature = "server")]
pub use observe::{Reason, TransportKind};
#[cfg(feature = "server")]
pub use packet::{Args, ArgsError, Binary, Data, EncodeError, PacketFormat};
#[cfg(feature = "garde")]
pub use route::Valid;
#[cfg(feature = "server")]
pub use route::{
    Ack, Answer, Auth, BuildError, ClientError, ConnectionRefused, Error, FromArg, GuardFn,
    HandlerFn, IntoRoutes, InvalidArgs, Invocation, Limits, MiddlewareFn, Namespace, Next, Param,
    Preparation, Prepare, Result, Routes, State, Takes, spawn, until,
};
#[cfg(feature = "axum")]
pub use route::{Http, HttpRejection};
#[cfg(feature = "tls")]
pub use server::Tls;
#[cfg(feature = "server")]
pub use server::{
    ClientJs, Cookie, Origins, RequestRefused, SameSite, SocketIo, SocketIoBuilder, SocketIoLayer,
    SocketIoService,
};
#[cfg(feature = "axum")]
pub use server::{ListenAddr, Listener, RunError};
#[cfg(feature = "server")]
pub use session::Session;
#[cfg(feature = "server")]
pub use sid::{InvalidSid, Sid};
#[cfg(feature = "server")]
pub use socket::Socket;

/// Many servers as one: what a [`Cluster`] is made of.
#[cfg(feature = "server")]
pub mod cluster {
    pub use crate::{
        ack::NodeId,
        adapter::{
            Bus, BusError, BusFuture, ClusterError, ClusterState, MemoryBus, Parcel,
            RemoteHandshake, RemoteSocket, Subscription,
        },
        emit::{Found, NodeError},
    };
}

/// What the verbs return: builders, which do nothing until they are awaited.
#[cfg(feature = "server")]
pub mod builder {
    pub use crate::socket::{LocalSockets, Sockets};
    pub use crate::{
        context::Callback,
        emit::{
            AnyNamespace, Ask, Calling, CloseRoom, Complete, Disconnect, Emit, MissingAcks,
            MissingOf, Named, NodeCall, NodeEmit, Nodes, OfClients, Question, RoomChange, Sids,
            Typed, Unnamed, VerbFuture,
        },
        route::Until,
    };
}

/// Formats of packets that a program brings along.
#[cfg(feature = "server")]
pub mod format {
    pub use crate::packet::{
        CustomFormat, Format, FormatError, FormatMessage as Message, FormatPacket as Packet,
        PacketType,
    };
}

/// What the server is made of, for those who name the types of its futures and bodies.
#[cfg(feature = "server")]
pub mod service {
    #[cfg(feature = "axum")]
    pub use crate::server::Running;
    pub use crate::server::{NotFound, ResponseBody, ResponseFuture};
}

/// What the programs under `fuzz` call, which alone see it.
#[cfg(fuzzing)]
#[doc(hidden)]
#[cfg(feature = "server")]
pub mod __fuzz {
    /// Messages, through the codec and back.
    pub fn packets(input: &[u8]) {
        crate::packet::fuzz::packets(input);
    }

    /// A message of a connection whose packets are MessagePack.
    #[cfg(feature = "msgpack")]
    pub fn msgpack(input: &[u8]) {
        crate::packet::fuzz::msgpack(input);
    }

    /// Bodies of a polling session.
    pub fn bodies(input: &[u8]) {
        crate::engine::fuzz::bodies(input);
    }

    /// A body of a client of version 2.
    pub fn revision3(input: &[u8]) {
        crate::engine::fuzz::revision3(input);
    }

    /// The head of a request on the server's path.
    pub fn request(input: &[u8]) {
        crate::server::fuzz::request(input);
    }

    /// All that one client sends.
    pub fn session(input: &[u8]) {
        crate::server::fuzz::session(input);
    }

    /// Frames of a WebSocket, compressed ones too.
    pub fn frames(input: &[u8]) {
        crate::engine::fuzz::frames(input);
    }
}

#[cfg(feature = "__bench")]
#[doc(hidden)]
#[cfg(feature = "server")]
pub mod __bench {
    pub use crate::{engine::bench::*, packet::bench::*};
}

/// The program of the README, compiled.
#[cfg(all(doctest, feature = "server"))]
#[doc = include_str!("../README.md")]
mod readme {}
