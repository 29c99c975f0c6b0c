//! Which extension of the WebSocket a client gets of those it offers: permessage-deflate (RFC 7692), or none.

use http::{HeaderMap, HeaderValue, header::SEC_WEBSOCKET_EXTENSIONS};

use super::deflate::Window;

const NAME: &str = "permessage-deflate";

/// What of an offer was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// How far back the client looks.
    pub(in crate::engine) window: Window,
    /// Whether the client has asked for that window.
    asked: bool,
}

impl Accepted {
    /// A window of our choice.
    #[cfg(any(test, fuzzing))]
    pub(in crate::engine) fn new(window: Window) -> Self {
        let asked = false;
        Self { window, asked }
    }

    /// The header of the response. Neither side refers to the messages before: a server may ask that of a client that
    /// has not offered it (section 7.1.1).
    pub(in crate::engine) fn to_header(self) -> HeaderValue {
        let mut value = format!("{NAME}; server_no_context_takeover; client_no_context_takeover");
        // A server accepts a window by naming it, also the widest (section 7.1.2.1).
        if self.asked {
            value += &format!("; server_max_window_bits={}", self.window.bits());
        }
        HeaderValue::try_from(value).expect("names and a number are ASCII")
    }
}

/// The first offer that can be accepted.
pub(in crate::engine) fn choose(headers: &HeaderMap) -> Option<Accepted> {
    headers
        .get_all(SEC_WEBSOCKET_EXTENSIONS)
        .iter()
        .filter_map(|offers| offers.to_str().ok())
        .flat_map(|offers| offers.split(','))
        .find_map(accept_offer)
}

/// What we accept of one offer. One with an unknown, malformed or repeated parameter is declined (section 7.1).
fn accept_offer(offer: &str) -> Option<Accepted> {
    let mut parts = offer.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case(NAME) {
        return None;
    }
    let mut seen = Vec::with_capacity(4);
    let mut asked = None;
    for part in parts {
        let (name, value) = match part.split_once('=') {
            Some((name, value)) => (name.trim_end(), Some(unquote(value.trim_start()))),
            None => (part, None),
        };
        match (name, value) {
            _ if seen.contains(&name) => return None,
            // What the client's own window is does not matter to us: ours is the widest.
            (
                "server_no_context_takeover"
                | "client_no_context_takeover"
                | "client_max_window_bits",
                None,
            ) => {}
            ("client_max_window_bits", Some(bits)) => drop(window_of(bits)?),
            ("server_max_window_bits", Some(bits)) => asked = Some(window_of(bits)?),
            _ => return None,
        }
        seen.push(name);
    }
    Some(Accepted {
        window: asked.unwrap_or_else(Window::widest),
        asked: asked.is_some(),
    })
}

fn window_of(bits: &str) -> Option<Window> {
    // No leading zeros, no sign.
    if !bits.bytes().all(|byte| byte.is_ascii_digit()) || bits.starts_with('0') {
        return None;
    }
    Window::of(bits.parse().ok()?)
}

fn unquote(value: &str) -> &str {
    value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(offers: &[&'static str]) -> Option<String> {
        let offers = offers.iter().copied().map(HeaderValue::from_static);
        let headers = offers.map(|offer| (SEC_WEBSOCKET_EXTENSIONS, offer));
        let accepted = choose(&headers.collect())?;
        Some(accepted.to_header().to_str().unwrap().to_owned())
    }

    #[test]
    fn what_clients_offer_is_answered() {
        let plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
        let widest = format!("{plain}; server_max_window_bits=15");
        let narrow = format!("{plain}; server_max_window_bits=10");
        let rows: [(&[&str], Option<&str>); 20] = [
            // Chrome and Firefox; the client `ws`; python-websockets and aiohttp.
            (&["permessage-deflate; client_max_window_bits"], Some(plain)),
            (&["permessage-deflate"], Some(plain)),
            (
                &["permessage-deflate; server_max_window_bits=15; client_max_window_bits=15"],
                Some(&widest),
            ),
            (&["PerMessage-Deflate"], Some(plain)),
            (
                &["permessage-deflate; server_max_window_bits=10"],
                Some(&narrow),
            ),
            (
                &["permessage-deflate; server_max_window_bits = \"10\""],
                Some(&narrow),
            ),
            (
                &["permessage-deflate; server_no_context_takeover; client_no_context_takeover"],
                Some(plain),
            ),
            (&["x-webkit-deflate-frame, permessage-deflate"], Some(plain)),
            (&["x-other; a=b", "permessage-deflate"], Some(plain)),
            (
                &["permessage-deflate; unknown, permessage-deflate"],
                Some(plain),
            ),
            (&["permessage-deflate; server_max_window_bits"], None),
            (&["permessage-deflate; server_max_window_bits=7"], None),
            (&["permessage-deflate; server_max_window_bits=16"], None),
            (&["permessage-deflate; server_max_window_bits=010"], None),
            (&["permessage-deflate; client_max_window_bits=+9"], None),
            (&["permessage-deflate; server_no_context_takeover=1"], None),
            (
                &["permessage-deflate; client_max_window_bits; client_max_window_bits"],
                None,
            ),
            (&["permessage-deflate; unknown"], None),
            (&["deflate"], None),
            (&[], None),
        ];
        for (offers, expected) in rows {
            assert_eq!(answer(offers).as_deref(), expected, "{offers:?}");
        }
    }
}
