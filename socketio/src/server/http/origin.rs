//! Origin: the scheme, host and port of a page, and those that its request was sent to. Does not know which origins are
//! allowed.
//!
//! The headers of proxies are believed, whoever sends them: a browser lets no page add them to a request for another site,
//! and a client that is no browser can write any origin.

use std::borrow::Cow;

use http::{
    Uri,
    header::{FORWARDED, HOST},
    request::Parts,
    uri::Authority,
};

use super::forwarded::{split, unquote};

/// The scheme of an origin. Some clients write the scheme of a WebSocket instead; it is read as that of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    fn of(text: &str) -> Option<Self> {
        let is = |name: &str| text.eq_ignore_ascii_case(name);
        if is("http") || is("ws") {
            Some(Self::Http)
        } else if is("https") || is("wss") {
            Some(Self::Https)
        } else {
            None
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Http => Self::Https,
            Self::Https => Self::Http,
        }
    }
}

/// The origin of a page of the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    scheme: Scheme,
    /// In lower case.
    host: String,
    port: u16,
}

impl Origin {
    /// Parses the header `Origin`; `None` for `null`, `file://`, and everything else that is no origin of the web.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let uri = Uri::try_from(text).ok()?;
        let (scheme, authority) = (Scheme::of(uri.scheme_str()?)?, uri.authority()?);
        Some(Self {
            scheme,
            host: authority.host().to_ascii_lowercase(),
            port: authority.port_u16().unwrap_or(scheme.default_port()),
        })
    }
}

/// The address that a client has sent its request to, as far as the request and the headers of proxies tell.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    /// Known with `run_tls`, and from proxies.
    scheme: Option<Scheme>,
    host: Option<Cow<'a, str>>,
    /// The port that a proxy tells.
    port: Option<u16>,
}

impl<'a> Asked<'a> {
    pub(super) fn of(request: &'a Parts, over_tls: bool) -> Self {
        let forwarded = first(request, FORWARDED.as_str()).map(Forwarded::parse);
        let (host, proto) = forwarded.map_or((None, None), |it| (it.host, it.proto));
        let own = over_tls.then_some(Scheme::Https);
        let proto = proto.or_else(|| first_of_list(request, "x-forwarded-proto").map(Cow::from));
        // HTTP/2 has the host in the request's URI.
        let authority = || request.uri.authority().map(Authority::as_str);
        Self {
            scheme: proto.and_then(|proto| Scheme::of(&proto)).or(own),
            host: host.or_else(|| {
                first_of_list(request, "x-forwarded-host")
                    .or_else(authority)
                    .or_else(|| first(request, HOST.as_str()))
                    .map(Cow::from)
            }),
            port: first_of_list(request, "x-forwarded-port").and_then(|port| port.parse().ok()),
        }
    }

    /// Whether a page of this origin came from this address.
    pub(super) fn is(&self, origin: &Origin) -> bool {
        if self.scheme.is_some_and(|scheme| scheme != origin.scheme) {
            return false;
        }
        let authority = self.host.as_deref().map(str::parse::<Authority>);
        let Some(Ok(authority)) = authority else {
            return false;
        };
        authority.host().eq_ignore_ascii_case(&origin.host)
            && self.port(&authority, origin.scheme) == origin.port
    }

    /// The port behind the host, or else the one that a proxy tells. A proxy tells port 80 if another proxy in front of it ends
    /// TLS; since a page with `https` does not come from port 80, that is ignored.
    fn port(&self, authority: &Authority, scheme: Scheme) -> u16 {
        let told = self
            .port
            .filter(|&port| port != scheme.other().default_port());
        authority
            .port_u16()
            .or(told)
            .unwrap_or(scheme.default_port())
    }
}

/// The origins that a page of this address can have, for the log.
impl std::fmt::Display for Asked<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(host) = &self.host else {
            return f.write_str("a host, which the request does not name");
        };
        let one = |f: &mut std::fmt::Formatter<'_>, scheme: Scheme| {
            write!(f, "{}://{host}", scheme.as_str())?;
            match host.parse::<Authority>() {
                Ok(authority) if authority.port_u16().is_none() => {
                    match self.port(&authority, scheme) {
                        port if port == scheme.default_port() => Ok(()),
                        port => write!(f, ":{port}"),
                    }
                }
                _ => Ok(()),
            }
        };
        match self.scheme {
            Some(scheme) => one(f, scheme),
            None => {
                one(f, Scheme::Http)?;
                f.write_str(" or ")?;
                one(f, Scheme::Https)
            }
        }
    }
}

/// The first header of this name, if it is text.
fn first<'a>(request: &'a Parts, name: &str) -> Option<&'a str> {
    request.headers.get(name)?.to_str().ok()
}

/// The first value in a header that lists several, which is that of the proxy that the client is connected to.
fn first_of_list<'a>(request: &'a Parts, name: &str) -> Option<&'a str> {
    let value = first(request, name)?.split(',').next()?.trim();
    (!value.is_empty()).then_some(value)
}

/// The values of the first proxy in a header `Forwarded` (RFC 7239).
#[derive(Debug, Default, PartialEq, Eq)]
struct Forwarded<'a> {
    host: Option<Cow<'a, str>>,
    proto: Option<Cow<'a, str>>,
}

impl<'a> Forwarded<'a> {
    fn parse(header: &'a str) -> Self {
        let mut forwarded = Self::default();
        let (element, _) = split(header, b',');
        let mut rest = element;
        while !rest.is_empty() {
            let (pair, more) = split(rest, b';');
            rest = more;
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            let name = name.trim();
            let slot = if name.eq_ignore_ascii_case("host") {
                &mut forwarded.host
            } else if name.eq_ignore_ascii_case("proto") {
                &mut forwarded.proto
            } else {
                continue;
            };
            *slot = Some(unquote(value.trim())).filter(|value| !value.is_empty());
        }
        forwarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let origin = |text| Origin::parse(text);

        assert_eq!(origin("wss://A.test"), origin("https://a.test:443"));
        assert_eq!(origin("ws://a.test"), origin("http://a.test:80"));
        assert_ne!(origin("ws://a.test"), origin("wss://a.test"));
        for text in ["null", "file://", "", "a.test", "capacitor://localhost"] {
            assert_eq!(origin(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_proxy_of_a_forwarded_header_counts() {
        for (header, host, proto) in [
            ("host=a.test;proto=https", Some("a.test"), Some("https")),
            (
                "for=192.0.2.60;Proto=http;by=203.0.113.43;HOST=a.test",
                Some("a.test"),
                Some("http"),
            ),
            (
                r#"for="[2001:db8::1]:4711"; host="a.test:8443" ;proto=https, host=b.test"#,
                Some("a.test:8443"),
                Some("https"),
            ),
            (r#"for="a,b;c\"";host=a.test"#, Some("a.test"), None),
            (r#"host="a\.test""#, Some("a.test"), None),
            ("for=192.0.2.60, host=b.test", None, None),
            ("host=;proto", None, None),
            ("", None, None),
            (r#"host="a.test"#, Some("\"a.test"), None),
        ] {
            let forwarded = Forwarded::parse(header);
            assert_eq!(forwarded.host.as_deref(), host, "{header}");
            assert_eq!(forwarded.proto.as_deref(), proto, "{header}");
        }
    }
}
