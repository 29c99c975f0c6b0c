//! Addresses: how many sessions are open from each address of clients, if that is limited.

use std::{
    collections::{HashMap, hash_map},
    net::{IpAddr, Ipv6Addr},
};

use parking_lot::Mutex;

/// Counts sessions by address. Of IPv6 the first 64 bits count, since whoever has one address there has all of those.
#[derive(Debug)]
pub(super) struct Addresses {
    most: usize,
    // Clients choose their addresses, so this hash has a secret.
    sessions: Mutex<HashMap<IpAddr, usize>>,
}

impl Addresses {
    /// At most so many sessions from one address.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            sessions: Mutex::default(),
        }
    }

    /// Whether as many sessions are open from this address as may be.
    pub(super) fn is_full(&self, address: IpAddr) -> bool {
        let sessions = self.sessions.lock();
        sessions
            .get(&network(address))
            .is_some_and(|&open| open >= self.most)
    }

    pub(super) fn enter(&self, address: IpAddr) {
        *self.sessions.lock().entry(network(address)).or_default() += 1;
    }

    pub(super) fn leave(&self, address: IpAddr) {
        let mut sessions = self.sessions.lock();
        if let hash_map::Entry::Occupied(mut entry) = sessions.entry(network(address)) {
            *entry.get_mut() -= 1;
            if *entry.get() == 0 {
                entry.remove();
            }
        }
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_network_counts_for_itself_and_leaves_nothing() {
        let addresses = Addresses::new(2);
        let [mapped, v4, v6, near, far] = [
            "::ffff:192.0.2.1",
            "192.0.2.1",
            "2001:db8::1",
            "2001:db8::ffff:1",
            "2001:db8:0:1::1",
        ]
        .map(|text| text.parse::<IpAddr>().unwrap());

        for address in [mapped, v4, v6, near] {
            assert!(!addresses.is_full(address), "{address}");
            addresses.enter(address);
        }

        assert_eq!(
            [mapped, v4, v6, near, far].map(|address| addresses.is_full(address)),
            [true, true, true, true, false]
        );
        [v4, v4, v6, v6, far]
            .into_iter()
            .for_each(|address| addresses.leave(address));
        assert!(addresses.sessions.lock().is_empty());
    }
}
