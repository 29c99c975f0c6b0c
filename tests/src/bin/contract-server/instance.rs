//! The instances: one function each, saying only in what it differs from the others.

use std::time::Duration;

use socketio::{
    Cookie, Origins, PacketFormat, Recovery, SameSite, SocketIo, SocketIoBuilder, TransportKind,
};

use crate::{handlers, namespaces, register::Register};

/// Both transports, and a cookie.
pub(crate) fn main(register: &Register) -> SocketIoBuilder {
    let cookie = Cookie::new("io")
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    common(register, "/socket.io/").cookie(cookie)
}

/// A heartbeat that tests can wait for.
pub(crate) fn fast(register: &Register) -> SocketIoBuilder {
    common(register, "/fast/")
        .ping_interval(Duration::from_millis(400))
        .ping_timeout(Duration::from_millis(300))
}

/// Packets as MessagePack.
pub(crate) fn msgpack(register: &Register) -> SocketIoBuilder {
    common(register, "/msgpack/").packet_format(PacketFormat::MsgPack)
}

/// Clients that lose their connection come back as who they were.
pub(crate) fn recovery(register: &Register) -> SocketIoBuilder {
    let recovery = Recovery::for_up_to(Duration::from_millis(2500));
    common(register, "/recovery/").recovery(recovery)
}

/// Nothing but WebSocket.
pub(crate) fn websocket_only(register: &Register) -> SocketIoBuilder {
    common(register, "/ws/").transports([TransportKind::WebSocket])
}

/// Nothing but long-polling.
pub(crate) fn polling_only(register: &Register) -> SocketIoBuilder {
    common(register, "/poll/").transports([TransportKind::Polling])
}

/// Only for those who know the word.
pub(crate) fn locked(register: &Register) -> SocketIoBuilder {
    common(register, "/locked/").allow_request(|request| {
        if knows_the_word(request.uri.query().unwrap_or_default()) {
            Ok(())
        } else {
            Err("locked")
        }
    })
}

fn knows_the_word(query: &str) -> bool {
    query.split('&').any(|parameter| parameter == "pass=yes")
}

fn common(register: &Register, path: &str) -> SocketIoBuilder {
    SocketIo::builder()
        .path(path)
        .ping_interval(Duration::from_secs(25))
        .ping_timeout(Duration::from_secs(20))
        .connect_timeout(Duration::from_secs(1))
        .max_http_buffer_size(100_000)
        .max_attachments(10)
        .cors_allowed_origins(Origins::when(is_allowed))
        .cors_credentials(true)
        .cors_allowed_headers(["content-type", "x-custom"])
        // A handler that waits must not delay the next event, and one that fails answers nothing.
        .async_handlers(true)
        .ack_errors(false)
        .state(register.clone())
        .any_namespace(false)
        .routes(namespaces::routes())
        .routes(handlers::routes())
}

/// `http://allowed.test`, and this machine on any port.
fn is_allowed(origin: &str) -> bool {
    let Some(host) = origin.strip_prefix("http://") else {
        return false;
    };
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let is_port = port.parse::<u16>().is_ok();
    host == "allowed.test" || (["localhost", "127.0.0.1"].contains(&name) && is_port)
}

#[cfg(test)]
mod tests {
    use super::{is_allowed, knows_the_word};

    #[test]
    fn the_word_is_a_parameter_of_its_own() {
        for query in ["pass=yes", "EIO=4&pass=yes&transport=polling"] {
            assert!(knows_the_word(query), "{query}");
        }
        for query in [
            "",
            "pass=yes!",
            "pass=no",
            "pas=yes",
            "xpass=yes",
            "a=pass=yes",
        ] {
            assert!(!knows_the_word(query), "{query}");
        }
    }

    #[test]
    fn only_the_named_origins_are_allowed() {
        for origin in [
            "http://allowed.test",
            "http://localhost",
            "http://localhost:1",
            "http://127.0.0.1:65535",
        ] {
            assert!(is_allowed(origin), "{origin}");
        }
        for origin in [
            "null",
            "https://allowed.test",
            "http://allowed.test:80",
            "http://localhost:x",
            "http://localhost.test",
        ] {
            assert!(!is_allowed(origin), "{origin}");
        }
    }
}
