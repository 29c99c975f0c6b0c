//! Cookie: the cookie that the response which opens a session may set. A load balancer can read it to find the session's
//! node again; this server does not read it.

use std::{fmt::Write as _, time::Duration};

use http::HeaderValue;

/// A cookie with the session's id, set by the response that opens a session and by no other.
///
/// A cookie that is made from a name has the attributes `Path=/; HttpOnly; SameSite=Lax`.
///
/// ```
/// use socketio::{Cookie, SameSite, SocketIo};
///
/// SocketIo::builder().cookie("io");
/// SocketIo::builder().cookie(Cookie::new("io").same_site(SameSite::Strict).secure(true));
/// ```
#[derive(Clone, Debug)]
pub struct Cookie {
    name: String,
    path: Option<String>,
    domain: Option<String>,
    max_age: Option<Duration>,
    http_only: bool,
    secure: bool,
    same_site: Option<SameSite>,
}

/// Which requests from other sites a browser sends a cookie with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SameSite {
    /// No request from another site.
    Strict,
    /// Only when the user follows a link.
    Lax,
    /// All requests. Browsers accept this only with [`Cookie::secure`].
    None,
}

impl Cookie {
    /// A cookie of this name, with `Path=/; HttpOnly; SameSite=Lax`.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            path: Some("/".to_owned()),
            domain: None,
            max_age: None,
            http_only: true,
            secure: false,
            same_site: Some(SameSite::Lax),
        }
    }

    /// Sets the path below which browsers send it.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Sets the domain; browsers send it to that and its subdomains.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Sets how long a browser keeps it. Without this, it is kept until the browser is closed.
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Sets whether it is hidden from the scripts of a page. It is, by default.
    #[must_use]
    pub fn http_only(mut self, yes: bool) -> Self {
        self.http_only = yes;
        self
    }

    /// Sets whether it is sent over TLS only. It is not, by default.
    #[must_use]
    pub fn secure(mut self, yes: bool) -> Self {
        self.secure = yes;
        self
    }

    /// Sets which requests from other sites it is sent with. `None` leaves that to the browser.
    #[must_use]
    pub fn same_site(mut self, same_site: impl Into<Option<SameSite>>) -> Self {
        self.same_site = same_site.into();
        self
    }

    /// Checks the name and the attributes. The error says what is wrong.
    pub(crate) fn check(&self) -> Result<(), String> {
        let is_token =
            |byte: u8| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte);
        if self.name.is_empty() || !self.name.bytes().all(is_token) {
            return Err(format!(
                "its name `{}` is not a token",
                self.name.escape_debug()
            ));
        }
        for (attribute, value) in [("path", &self.path), ("domain", &self.domain)] {
            let Some(value) = value else { continue };
            if !value
                .bytes()
                .all(|byte| (byte == b' ' || byte.is_ascii_graphic()) && byte != b';')
            {
                return Err(format!(
                    "its {attribute} `{}` holds a character it must not",
                    value.escape_debug()
                ));
            }
        }
        if self.same_site == Some(SameSite::None) && !self.secure {
            return Err("browsers drop one with `SameSite::None` that is not `secure`".to_owned());
        }
        Ok(())
    }

    /// The value of `Set-Cookie` for a session. `None` if the cookie does not pass [`check`](Self::check).
    pub(crate) fn header(&self, sid: &str) -> Option<HeaderValue> {
        let mut text = format!("{}={sid}", self.name);
        if let Some(domain) = &self.domain {
            text.push_str("; Domain=");
            text.push_str(domain);
        }
        if let Some(path) = &self.path {
            text.push_str("; Path=");
            text.push_str(path);
        }
        if let Some(age) = self.max_age {
            write!(text, "; Max-Age={}", age.as_secs()).expect("a string takes all");
        }
        if self.http_only {
            text.push_str("; HttpOnly");
        }
        if self.secure {
            text.push_str("; Secure");
        }
        text.push_str(match self.same_site {
            Some(SameSite::Strict) => "; SameSite=Strict",
            Some(SameSite::Lax) => "; SameSite=Lax",
            Some(SameSite::None) => "; SameSite=None",
            None => "",
        });
        HeaderValue::try_from(text).ok()
    }
}

impl From<&str> for Cookie {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Cookie {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_gets_safe_attributes() {
        assert_eq!(
            Cookie::from("io").header("abc").unwrap(),
            "io=abc; Path=/; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn every_attribute_is_written() {
        let cookie = Cookie::new("io")
            .domain("example.org")
            .path("/chat")
            .max_age(Duration::from_secs(3600))
            .secure(true)
            .same_site(SameSite::None);

        assert_eq!(
            cookie.header("abc").unwrap(),
            "io=abc; Domain=example.org; Path=/chat; Max-Age=3600; HttpOnly; Secure; SameSite=None"
        );
        assert_eq!(cookie.check(), Ok(()));
        assert_eq!(
            Cookie::new("a")
                .http_only(false)
                .same_site(None)
                .header("b")
                .unwrap(),
            "a=b; Path=/"
        );
    }

    #[test]
    fn what_would_break_the_header_or_be_dropped_is_found() {
        for cookie in [
            Cookie::new(""),
            Cookie::new("a b"),
            Cookie::new("a;b"),
            Cookie::new("ä"),
            Cookie::new("io").path("/;x"),
            Cookie::new("io").path("/\n"),
            Cookie::new("io").domain("a;b"),
            Cookie::new("io").same_site(SameSite::None),
        ] {
            assert!(cookie.check().is_err(), "{cookie:?}");
        }
    }
}
