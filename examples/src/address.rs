//! Where an example listens.

use std::env;

/// What the variable `ADDRESS` says, such as `0.0.0.0:8080`, or else `127.0.0.1:5000`.
#[must_use]
pub fn address() -> String {
    env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:5000".to_owned())
}
