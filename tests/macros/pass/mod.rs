//! What is right.
#![deny(warnings, missing_debug_implementations)]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "payloads are only decoded, and nobody is outside"
)]

mod connect;
mod derive_event;
mod disconnect;
mod event;
mod guard;
mod item;
mod limit;
mod middleware;
mod namespace;
mod on;
mod on_error;
mod output;
mod param;
mod pattern;
mod routes;
mod serving;
mod verbs;
