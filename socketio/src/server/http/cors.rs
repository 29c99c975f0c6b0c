//! Cors: which origins may connect, over polling and WebSocket alike, and the CORS headers for their browsers. Does not know
//! the protocol.

use std::{fmt, sync::Arc};

use http::{
    HeaderMap, HeaderValue, Uri,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS,
        ORIGIN, VARY,
    },
    request::Parts,
};

use super::origin::{Asked, Origin};

/// The origins of pages and programs that come from no server: sandboxed pages, files, some microcontrollers.
const OF_NO_SERVER: [&str; 2] = ["null", "file://"];

/// The origins whose pages may connect.
///
/// Requests of every other origin are refused, over HTTP and WebSocket alike. Requests without an `Origin` header do not come
/// from another site's page and are let in. Origins are compared by scheme, host and port, where `ws` means `http`, `wss`
/// means `https`, and an origin without a port has the default port of its scheme.
///
/// ```
/// use socketio::{Origins, SocketIo};
///
/// SocketIo::builder().cors_allowed_origins(Origins::same()); // the default
/// SocketIo::builder().cors_allowed_origins(["https://app.example", "https://admin.example"]);
/// SocketIo::builder().cors_allowed_origins("*"); // any
/// SocketIo::builder().cors_allowed_origins(Origins::when(|origin| origin.ends_with(".example.org")));
///
/// // The server's own pages, an app, and what has no server: files and sandboxed pages.
/// SocketIo::builder().cors_allowed_origins(Origins::same().or(["https://app.example", "file://", "null"]));
/// ```
#[derive(Clone, Default)]
pub struct Origins(Rule);

#[derive(Clone, Default)]
enum Rule {
    #[default]
    Same,
    Any,
    Listed(Arc<[String]>),
    When(Arc<dyn Fn(&str) -> bool + Send + Sync>),
    Either(Arc<[Rule; 2]>),
}

impl Origins {
    /// Pages of this server: the host and the port of their origin are those that the request is sent to, and so is the
    /// scheme, if it is known.
    ///
    /// Behind a proxy, its headers tell where the client has sent the request: `Forwarded` (`host`, `proto`) before
    /// `X-Forwarded-Host`, `X-Forwarded-Port` and `X-Forwarded-Proto`, and of several values the first. Without these headers,
    /// `Host` counts, or the authority of an HTTP/2 request. The scheme is known from a proxy and from `run_tls`. These headers
    /// are believed, whoever sends them: a browser lets no page add them to a request for another site, and a client that is
    /// no browser can write any origin.
    #[must_use]
    pub fn same() -> Self {
        Self(Rule::Same)
    }

    /// Every page of the web.
    #[must_use]
    pub fn any() -> Self {
        Self(Rule::Any)
    }

    /// The origins for which `accepts` returns true. It gets the origin as the browser wrote it: `https://app.example:8443`.
    #[must_use]
    pub fn when(accepts: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Rule::When(Arc::new(accepts)))
    }

    /// These origins, and others as well.
    ///
    /// `"null"` lets in sandboxed pages of every site, and `"file://"` or `"null"` pages that are opened as files: use them
    /// only if clients log in by something else than a cookie.
    #[must_use]
    pub fn or(self, others: impl Into<Self>) -> Self {
        Self(Rule::Either(Arc::new([self.0, others.into().0])))
    }

    /// What is wrong with the listed origins: a text for each that no client can send.
    pub(crate) fn faults(&self) -> Vec<String> {
        let wrong = self.0.listed().into_iter().filter(|it| !is_origin(it));
        wrong
            .map(|origin| format!("`{origin}` is no origin, such as `https://app.example`"))
            .collect()
    }
}

impl Rule {
    fn accepts(&self, origin: &str, request: &Parts) -> bool {
        match self {
            Self::Same => Origin::parse(origin).is_some_and(|origin| asked(request).is(&origin)),
            Self::Any => true,
            Self::Listed(origins) => {
                let parsed = Origin::parse(origin);
                origins.iter().any(|listed| {
                    listed.eq_ignore_ascii_case(origin)
                        || parsed.is_some() && Origin::parse(listed) == parsed
                })
            }
            Self::When(accepts) => accepts(origin),
            Self::Either(rules) => rules.iter().any(|rule| rule.accepts(origin, request)),
        }
    }

    fn listed(&self) -> Vec<&str> {
        match self {
            Self::Listed(origins) => origins.iter().map(String::as_str).collect(),
            Self::Either(rules) => rules.iter().flat_map(Self::listed).collect(),
            Self::Same | Self::Any | Self::When(_) => Vec::new(),
        }
    }

    /// The accepted origins in words, for the log.
    fn in_words(&self, request: &Parts) -> String {
        match self {
            Self::Same => asked(request).to_string(),
            Self::Any => "any".to_owned(),
            Self::Listed(origins) => origins.join(" or "),
            Self::When(_) => "what the application's rule accepts".to_owned(),
            Self::Either(rules) => {
                let words = rules.each_ref().map(|rule| rule.in_words(request));
                words.join(" or ")
            }
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same => f.write_str("Same"),
            Self::Any => f.write_str("Any"),
            Self::Listed(origins) => f.debug_list().entries(origins.iter()).finish(),
            Self::When(_) => f.write_str("When(..)"),
            Self::Either(rules) => f
                .debug_tuple("Either")
                .field(&rules[0])
                .field(&rules[1])
                .finish(),
        }
    }
}

/// The address that a request was sent to.
fn asked(request: &Parts) -> Asked<'_> {
    Asked::of(request, request.extensions.get::<OverTls>().is_some())
}

impl From<&str> for Origins {
    /// One origin, or `*` for any.
    fn from(origin: &str) -> Self {
        Self::from_iter([origin])
    }
}

impl From<String> for Origins {
    fn from(origin: String) -> Self {
        Self::from_iter([origin])
    }
}

impl<S: Into<String>, const N: usize> From<[S; N]> for Origins {
    fn from(origins: [S; N]) -> Self {
        Self::from_iter(origins)
    }
}

impl<S: Into<String>> From<Vec<S>> for Origins {
    fn from(origins: Vec<S>) -> Self {
        Self::from_iter(origins)
    }
}

impl<S: Into<String>> FromIterator<S> for Origins {
    fn from_iter<I: IntoIterator<Item = S>>(origins: I) -> Self {
        let origins: Vec<String> = origins.into_iter().map(Into::into).collect();
        if origins.iter().any(|origin| origin == "*") {
            return Self::any();
        }
        // An origin has no path, but an address that was copied from a browser often ends in a slash.
        let trimmed = |origin: &String| match &origin[..] {
            origin if OF_NO_SERVER.contains(&origin) => origin.to_owned(),
            origin => origin.trim_end_matches('/').to_owned(),
        };
        Self(Rule::Listed(origins.iter().map(trimmed).collect()))
    }
}

impl fmt::Debug for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The rules of one server.
#[derive(Clone, Debug)]
pub(crate) struct Cors {
    pub(crate) origins: Origins,
    /// Whether browsers may send cookies with requests from other origins.
    pub(crate) credentials: bool,
    /// The request headers that are allowed. Without a list, those that a preflight names are allowed.
    pub(crate) headers: Option<HeaderValue>,
}

impl Default for Cors {
    fn default() -> Self {
        Self {
            origins: Origins::same(),
            credentials: true,
            headers: None,
        }
    }
}

/// The CORS headers for a request that was accepted. There are none if it had no `Origin` header.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    origin: Option<HeaderValue>,
    credentials: bool,
}

/// Marks a request that came over the TLS of `run_tls`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OverTls;

/// The origin is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Denied;

impl Cors {
    /// Accepts or denies a request by its origin.
    pub(crate) fn judge(&self, request: &Parts) -> Result<Grant, Denied> {
        let Some(origin) = request.headers.get(ORIGIN) else {
            return Ok(Grant {
                origin: None,
                credentials: self.credentials,
            });
        };
        let accepted = origin
            .to_str()
            .is_ok_and(|origin| self.origins.0.accepts(origin, request));
        if accepted {
            Ok(Grant {
                origin: Some(origin.clone()),
                credentials: self.credentials,
            })
        } else {
            Err(Denied)
        }
    }

    /// What the origin of a request is compared to, in words, for the log.
    #[cold]
    pub(crate) fn expected(&self, request: &Parts) -> String {
        self.origins.0.in_words(request)
    }

    /// Adds the headers that answer a preflight.
    pub(crate) fn answer_preflight(&self, request: &HeaderMap, response: &mut HeaderMap) {
        let allowed = self
            .headers
            .as_ref()
            .or_else(|| request.get(ACCESS_CONTROL_REQUEST_HEADERS))
            .cloned()
            .unwrap_or_else(|| HeaderValue::from_static("content-type"));
        response.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        response.insert(
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST"),
        );
        if self.headers.is_none() {
            response.append(
                VARY,
                HeaderValue::from_static("Access-Control-Request-Headers"),
            );
        }
    }
}

impl Grant {
    /// Grants nothing: no headers are added.
    pub(crate) fn none() -> Self {
        Self {
            origin: None,
            credentials: false,
        }
    }

    /// Adds the headers to a response.
    pub(crate) fn apply(self, response: &mut HeaderMap) {
        let Some(origin) = self.origin else { return };
        response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if self.credentials {
            response.insert(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            );
        }
        response.append(VARY, HeaderValue::from_static("Origin"));
    }
}

/// Whether a client could send this as its origin: scheme, host and perhaps a port, or the origin of pages that come from no
/// server.
fn is_origin(text: &str) -> bool {
    OF_NO_SERVER.contains(&text)
        || Uri::try_from(text).is_ok_and(|uri| {
            uri.scheme().is_some()
                && uri.authority().is_some()
                && uri.path() == "/"
                && uri.query().is_none()
        })
}

#[cfg(test)]
mod tests;
