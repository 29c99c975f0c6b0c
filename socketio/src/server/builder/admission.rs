//! Which clients are let in: how many, how often, and whose word about their address is believed.

use super::SocketIoBuilder;
use crate::server::http::{Handshakes, Proxies};

/// Admission.
impl SocketIoBuilder {
    /// How many sessions may be open at a time: 100 000, by default. The handshake of one more is refused with `503` and
    /// `Retry-After`; official clients try again later. Handshakes of WebSockets that are under way do not count yet.
    #[track_caller]
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.at_least_one("max_connections", connections);
        self.config.max_connections = connections;
        self
    }

    /// How many sessions may be open at a time from one address: any number, by default. The handshake of one more is
    /// refused with `429` and `Retry-After`. Of an IPv6 address the first 64 bits count. A client whose address is not known
    /// is not limited.
    ///
    /// Many people may share one address: a household, an office, a mobile network. Behind a proxy, all clients have the
    /// proxy's unless [`trusted_proxies`](Self::trusted_proxies) is set.
    ///
    /// ```
    /// use socketio::SocketIo;
    ///
    /// let io = SocketIo::builder()
    ///     .trusted_proxies(1) // nginx, which writes X-Forwarded-For
    ///     .max_connections_per_address(200)
    ///     .build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    #[track_caller]
    pub fn max_connections_per_address(mut self, connections: usize) -> Self {
        self.at_least_one("max_connections_per_address", connections);
        self.config.max_connections_per_address = Some(connections);
        self
    }

    /// How many sessions may be opened in a second, by all clients together, and as many at once: any number, by default. A
    /// handshake beyond that is refused with `503` and `Retry-After`; official clients try again later.
    ///
    /// When a server starts anew, all its clients come back at once. This spreads what their logins cost. A handshake counts
    /// before [`allow_request`](Self::allow_request) is asked.
    #[track_caller]
    pub fn max_handshakes_per_second(mut self, handshakes: u32) -> Self {
        if handshakes == 0 {
            self.at_least_one("max_handshakes_per_second", 0);
        }
        self.http.handshakes = Some(Handshakes::per_second(handshakes));
        self
    }

    /// How many proxies stand in front of this server, one behind the other: none, by default. Then the address of a client
    /// is what they say in `Forwarded` (RFC 7239), or else in `X-Forwarded-For`: of the addresses there, the one that
    /// stands at this place from the right. What stands further to the left is not believed, since clients can write it.
    ///
    /// [`Socket::addr`](crate::Socket::addr), observers and
    /// [`max_connections_per_address`](Self::max_connections_per_address) go by that address. Its port is 0 where the proxy
    /// does not say one. If the proxies say nothing, it is the address of the connection.
    ///
    /// Set it only if no client can reach the server past the proxies.
    pub fn trusted_proxies(mut self, proxies: usize) -> Self {
        self.http.proxies = Proxies(proxies);
        self
    }

    /// How many bytes the request that opens a session may have in its URI and headers: 16 KiB, by default, which is what
    /// Node takes. A larger one is refused with `431`.
    ///
    /// They are kept as long as the session lives, for [`Socket::header`](crate::Socket::header) and its like.
    #[track_caller]
    pub fn max_header_bytes(mut self, bytes: usize) -> Self {
        self.at_least_one("max_header_bytes", bytes);
        self.config.max_header_bytes = bytes;
        self
    }
}
