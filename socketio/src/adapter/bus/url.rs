//! From a URL to a bus: each kind has its schemes, and its feature.

use std::sync::Arc;

#[cfg(feature = "redis")]
use super::redis::Redis;
use super::{Bus, memory::MemoryBus};

/// The bus that a URL names.
///
/// # Errors
///
/// Its scheme is unknown or that of a feature that is off, or the URL is broken. The text is for the person who wrote it.
pub(crate) fn open(url: &str) -> Result<Arc<dyn Bus>, String> {
    let scheme = url.split_once(':').map_or(url, |(scheme, _)| scheme);
    match scheme {
        "memory" => Ok(Arc::new(MemoryBus::new())),
        "redis" | "redis+unix" | "unix" | "valkey" | "valkey+unix" => open_redis(url),
        _ => Err(format!(
            "`{scheme}` is no scheme of a message queue: there are `redis`, `valkey`, `unix` and `memory`"
        )),
    }
}

#[cfg(feature = "redis")]
fn open_redis(url: &str) -> Result<Arc<dyn Bus>, String> {
    Ok(Arc::new(Redis::new(url)?))
}

#[cfg(not(feature = "redis"))]
fn open_redis(_: &str) -> Result<Arc<dyn Bus>, String> {
    Err("a message queue in Redis needs the feature `redis` of this crate".to_owned())
}
