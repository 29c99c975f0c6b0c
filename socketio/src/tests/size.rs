//! What an idle connection occupies. A number that grows here is memory for every client.

use crate::{adapter::Member, client::Client, emit::Caller};

#[test]
fn an_idle_connection_is_small() {
    assert!(size_of::<Client>() <= 256, "{}", size_of::<Client>());
    assert!(size_of::<Member>() <= 88, "{}", size_of::<Member>());
    assert!(size_of::<Caller>() <= 24, "{}", size_of::<Caller>());
}
