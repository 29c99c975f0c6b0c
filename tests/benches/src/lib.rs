//! What both benches share: the messages they are about, and a server with its clients on one thread.

mod loopback;
pub mod samples;

pub use loopback::{Beside, Loopback};
