//! What is right.
#![deny(warnings, missing_debug_implementations)]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "payloads are only decoded, and nobody is outside"
)]

mod derive_event;
mod item;
mod kinds;
mod namespace;
mod on;
mod output;
mod param;
