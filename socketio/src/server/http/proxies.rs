//! Proxies: from which address a request comes, as the proxies in front of the server say.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, header::FORWARDED};

use super::forwarded::{split, unquote};

/// The header that most proxies write.
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// How many proxies are in front of the server. What they say of a client's address is believed, and nothing that stands
/// further to the left, which the client may have written itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Proxies(pub(crate) usize);

impl Proxies {
    /// The address of the client, if the proxies say one. Its port is 0 unless they say it as well.
    pub(crate) fn client(self, headers: &HeaderMap) -> Option<SocketAddr> {
        let last = self.0.checked_sub(1)?;
        let values = |name: &str| -> Vec<&str> {
            let values = headers.get_all(name).into_iter();
            values.filter_map(|value| value.to_str().ok()).collect()
        };
        let forwarded = values(FORWARDED.as_str());
        if !forwarded.is_empty() {
            let elements: Vec<&str> = forwarded.into_iter().flat_map(elements).collect();
            return address(&client_of(elements.into_iter().rev().nth(last)?)?);
        }
        let addresses: Vec<&str> = values(X_FORWARDED_FOR)
            .into_iter()
            .flat_map(|value| value.split(','))
            .collect();
        address(addresses.into_iter().rev().nth(last)?.trim())
    }
}

/// The elements of a header `Forwarded`, one of each proxy.
fn elements(mut header: &str) -> Vec<&str> {
    let mut elements = Vec::new();
    while !header.is_empty() {
        let (element, rest) = split(header, b',');
        elements.push(element);
        header = rest;
    }
    elements
}

/// The value of `for` in one element.
fn client_of(mut element: &str) -> Option<String> {
    while !element.is_empty() {
        let (pair, rest) = split(element, b';');
        element = rest;
        if let Some((name, value)) = pair.split_once('=')
            && name.trim().eq_ignore_ascii_case("for")
        {
            return Some(unquote(value.trim()).into_owned());
        }
    }
    None
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`. Names such as `unknown` are no address.
fn address(text: &str) -> Option<SocketAddr> {
    if let Ok(addr) = text.parse::<SocketAddr>() {
        return Some(addr);
    }
    let inner = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let ip: IpAddr = inner.unwrap_or(text).parse().ok()?;
    Some(SocketAddr::new(ip, 0))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn client(proxies: usize, headers: &[(&'static str, &'static str)]) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        let addr = Proxies(proxies).client(&map)?;
        Some(addr.to_string())
    }

    #[test]
    fn as_many_proxies_are_believed_as_there_are() {
        const FOR: &str = "x-forwarded-for";
        let two = [(FOR, "203.0.113.9, 192.0.2.1"), (FOR, "10.0.0.7")];
        assert_eq!(client(0, &two), None);
        assert_eq!(client(1, &two).as_deref(), Some("10.0.0.7:0"));
        assert_eq!(client(2, &two).as_deref(), Some("192.0.2.1:0"));
        assert_eq!(client(3, &two).as_deref(), Some("203.0.113.9:0"));
        assert_eq!(client(4, &two), None);
        assert_eq!(client(1, &[]), None);
    }

    #[test]
    fn both_headers_and_all_forms_of_an_address_are_read() {
        for (value, expected) in [
            ("192.0.2.1", Some("192.0.2.1:0")),
            ("192.0.2.1:4711", Some("192.0.2.1:4711")),
            ("2001:db8::1", Some("[2001:db8::1]:0")),
            ("[2001:db8::1]", Some("[2001:db8::1]:0")),
            ("[2001:db8::1]:80", Some("[2001:db8::1]:80")),
            ("unknown", None),
            ("_hidden", None),
            ("", None),
            ("1.2.3", None),
        ] {
            let found = client(1, &[("x-forwarded-for", value)]);
            assert_eq!(found.as_deref(), expected, "{value}");
        }
        for (value, expected) in [
            ("for=192.0.2.1;proto=https", Some("192.0.2.1:0")),
            ("For=\"[2001:db8::1]:4711\"", Some("[2001:db8::1]:4711")),
            ("for=a, proto=http;for=192.0.2.2", Some("192.0.2.2:0")),
            ("for=\"a,b\", for=192.0.2.3", Some("192.0.2.3:0")),
            ("proto=https", None),
            ("for", None),
        ] {
            let found = client(1, &[("forwarded", value), ("x-forwarded-for", "10.0.0.1")]);
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }
}
