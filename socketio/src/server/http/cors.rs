//! Cors: which origins may talk to us, over polling and WebSocket alike, and what their browsers are told.
//! Does not know the protocol.

use std::{fmt, sync::Arc};

use http::{
    HeaderMap, HeaderValue, Uri,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS,
        HOST, ORIGIN, VARY,
    },
    request::Parts,
    uri::Authority,
};

/// Which origins' pages may connect.
///
/// Every other origin is refused, over HTTP and WebSocket alike. Requests without an `Origin` header do not come
/// from another site's page and are let in.
///
/// ```
/// use socketio::{Origins, SocketIo};
///
/// SocketIo::builder().cors_allowed_origins(Origins::same()); // the default
/// SocketIo::builder().cors_allowed_origins(["https://app.example", "https://admin.example"]);
/// SocketIo::builder().cors_allowed_origins("*"); // any
/// SocketIo::builder().cors_allowed_origins(Origins::when(|origin| origin.ends_with(".example.org")));
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
}

impl Origins {
    /// Pages that came from this server: host and port of their origin are those the request asks for, and so is the
    /// scheme where it is known. It is with `run_tls`, and behind a proxy that says `X-Forwarded-Proto`, whose
    /// `X-Forwarded-Host` counts as well.
    #[must_use]
    pub fn same() -> Self {
        Self(Rule::Same)
    }

    /// Every page of the web.
    #[must_use]
    pub fn any() -> Self {
        Self(Rule::Any)
    }

    /// Those for which `accepts` says yes; it gets the origin as the browser wrote it, `https://app.example:8443`.
    #[must_use]
    pub fn when(accepts: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Rule::When(Arc::new(accepts)))
    }

    /// What is listed and is no origin, so that no browser would ever send it.
    pub(crate) fn faults(&self) -> impl Iterator<Item = String> {
        let listed = match &self.0 {
            Rule::Listed(origins) => &origins[..],
            Rule::Same | Rule::Any | Rule::When(_) => &[],
        };
        let wrong = listed.iter().filter(|origin| !is_origin(origin));
        wrong.map(|origin| format!("`{origin}` is no origin, such as `https://app.example`"))
    }

    fn accept(&self, origin: &str, request: &Parts) -> bool {
        match &self.0 {
            Rule::Same => is_same(origin, request),
            Rule::Any => true,
            Rule::Listed(origins) => origins
                .iter()
                .any(|listed| listed.eq_ignore_ascii_case(origin)),
            Rule::When(accepts) => accepts(origin),
        }
    }
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
        // An origin has no path, but a copied address often ends in a slash.
        Self(Rule::Listed(
            origins
                .iter()
                .map(|origin| origin.trim_end_matches('/').to_owned())
                .collect(),
        ))
    }
}

impl fmt::Debug for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Rule::Same => f.write_str("Same"),
            Rule::Any => f.write_str("Any"),
            Rule::Listed(origins) => f.debug_list().entries(origins.iter()).finish(),
            Rule::When(_) => f.write_str("When(..)"),
        }
    }
}

/// The rules of one server.
#[derive(Clone, Debug)]
pub(crate) struct Cors {
    pub(crate) origins: Origins,
    /// Whether cookies may come along.
    pub(crate) credentials: bool,
    /// The request headers that are allowed; without a list, those that are asked for.
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

/// What an accepted request's origin has to be told: nothing, if it did not tell its own.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    origin: Option<HeaderValue>,
    credentials: bool,
}

/// Marks a request that came over TLS of our own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OverTls;

/// The origin is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Denied;

impl Cors {
    /// Judges the origin of a request.
    pub(crate) fn judge(&self, request: &Parts) -> Result<Grant, Denied> {
        let Some(origin) = request.headers.get(ORIGIN) else {
            return Ok(Grant {
                origin: None,
                credentials: self.credentials,
            });
        };
        let accepted = origin
            .to_str()
            .is_ok_and(|origin| self.origins.accept(origin, request));
        if accepted {
            Ok(Grant {
                origin: Some(origin.clone()),
                credentials: self.credentials,
            })
        } else {
            Err(Denied)
        }
    }

    /// What the origin of a request is compared to, in words.
    #[cold]
    pub(crate) fn expected(&self, request: &Parts) -> String {
        match &self.origins.0 {
            Rule::Same => own_origin(request),
            Rule::Any => "any".to_owned(),
            Rule::Listed(origins) => origins.join(" or "),
            Rule::When(_) => "what the application's rule accepts".to_owned(),
        }
    }

    /// Adds what a preflight asks for.
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
    /// Nothing to be told.
    pub(crate) fn none() -> Self {
        Self {
            origin: None,
            credentials: false,
        }
    }

    /// Adds it to a response.
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

/// Scheme, host and perhaps a port; or `null`, as pages of files say.
fn is_origin(text: &str) -> bool {
    text == "null"
        || Uri::try_from(text).is_ok_and(|uri| {
            uri.scheme().is_some()
                && uri.authority().is_some()
                && uri.path() == "/"
                && uri.query().is_none()
        })
}

/// Whether a page of this origin came from where its request now goes. A page can set none of these headers for
/// another site without a preflight, so forwarded ones need not be trusted further than that.
fn is_same(origin: &str, request: &Parts) -> bool {
    let Ok(uri) = Uri::try_from(origin) else {
        return false;
    };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return false;
    };
    let (known, host) = destination(request);
    if known.is_some_and(|known| !names(known, scheme)) {
        return false;
    }
    host.and_then(|host| host.parse::<Authority>().ok())
        .is_some_and(|host| {
            let port =
                |authority: &Authority| authority.port_u16().or_else(|| default_port(scheme));
            host.host().eq_ignore_ascii_case(authority.host()) && port(&host) == port(authority)
        })
}

/// Where a request goes: the scheme, where it is known, and the host, perhaps with a port.
fn destination(request: &Parts) -> (Option<&str>, Option<&str>) {
    let first = |name: &str| {
        let value = request.headers.get(name)?.to_str().ok()?;
        value.split(',').next().map(str::trim)
    };
    let over_tls = request.extensions.get::<OverTls>().map(|_| "https");
    (
        first("x-forwarded-proto").or(over_tls),
        first("x-forwarded-host").or_else(|| first(HOST.as_str())),
    )
}

/// Where a request goes, as an origin in words.
fn own_origin(request: &Parts) -> String {
    match destination(request) {
        (_, None) => "a host, which the request does not name".to_owned(),
        (Some(scheme), Some(host)) => format!("{scheme}://{host}"),
        (None, Some(host)) => format!("http://{host} or https://{host}"),
    }
}

/// Whether a proxy means this scheme of a page; some name a WebSocket's own.
fn names(forwarded: &str, scheme: &str) -> bool {
    let page = match forwarded {
        "ws" => "http",
        "wss" => "https",
        other => other,
    };
    page.eq_ignore_ascii_case(scheme)
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
