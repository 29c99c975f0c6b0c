//! The packet that opens a session: its id, the transports that it may move to, and intervals and limits. Only the id
//! differs from session to session.

use bytes::Bytes;

use crate::{config::Config, observe::TransportKind, sid::Sid};

const BEGIN: &str = r#"0{"sid":""#;

/// What the open packets of a server have behind the id, by transport.
#[derive(Debug)]
pub(in crate::engine) struct Opening {
    polling: String,
    websocket: String,
}

impl Opening {
    pub(in crate::engine) fn new(config: &Config) -> Self {
        let terms = |upgrades: &str| {
            format!(
                r#"","upgrades":[{upgrades}],"pingInterval":{},"pingTimeout":{},"maxPayload":{}}}"#,
                (config.ping_interval + config.ping_grace_period).as_millis(),
                config.ping_timeout.as_millis(),
                config.max_payload,
            )
        };
        let may_move = config.websocket && config.allow_upgrades;
        Self {
            polling: terms(if may_move { r#""websocket""# } else { "" }),
            websocket: terms(""),
        }
    }

    /// The open packet of a session.
    pub(in crate::engine) fn packet(&self, sid: Sid, transport: TransportKind) -> Bytes {
        let terms = match transport {
            TransportKind::Polling => &self.polling,
            TransportKind::WebSocket => &self.websocket,
        };
        Bytes::from([BEGIN, sid.as_str(), terms].concat())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn packet(config: &Config, transport: TransportKind) -> String {
        let sid = "lv_VI97HAXpY6yYWAAAC".parse().unwrap();
        String::from_utf8(Opening::new(config).packet(sid, transport).to_vec()).unwrap()
    }

    #[test]
    fn the_terms_are_told() {
        let config = Config::default();

        assert_eq!(
            packet(&config, TransportKind::Polling),
            r#"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#
        );
        assert_eq!(
            packet(&config, TransportKind::WebSocket),
            r#"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#
        );
    }

    #[test]
    fn a_ping_may_come_as_late_as_the_grace_period() {
        let config = Config {
            ping_grace_period: Duration::from_secs(3),
            ..Config::default()
        };

        assert!(packet(&config, TransportKind::Polling).contains(r#""pingInterval":28000,"#));
    }

    #[test]
    fn an_upgrade_is_offered_only_where_it_is_possible() {
        let no_websocket = Config {
            websocket: false,
            ..Config::default()
        };
        let no_upgrades = Config {
            allow_upgrades: false,
            ..Config::default()
        };

        for config in [no_websocket, no_upgrades] {
            assert!(packet(&config, TransportKind::Polling).contains(r#""upgrades":[],"#));
        }
    }
}
