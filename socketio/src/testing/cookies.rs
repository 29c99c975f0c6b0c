//! Cookies: those that a browser keeps for one site. It reads names, values and expiry, and ignores paths and domains.

/// The names and values of the cookies, in the order in which they were first set.
#[derive(Debug, Default)]
pub(super) struct Cookies(Vec<(String, String)>);

impl Cookies {
    /// Sets the cookie of a `Set-Cookie` header, or removes it if the header says that it has expired.
    pub(super) fn set(&mut self, header: &str) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let is_over = parts.any(|attribute| {
            attribute.split_once('=').is_some_and(|(key, value)| {
                key.eq_ignore_ascii_case("max-age")
                    && value.parse::<i64>().is_ok_and(|seconds| seconds <= 0)
                    || key.eq_ignore_ascii_case("expires") && value.contains(" 1970 ")
            })
        });
        let known = self.0.iter().position(|(known, _)| known == name);
        match (known, is_over) {
            (Some(at), true) => drop(self.0.remove(at)),
            (Some(at), false) => value.clone_into(&mut self.0[at].1),
            (None, true) => {}
            (None, false) => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    /// The `Cookie` header, if there are any.
    pub(super) fn header(&self) -> Option<String> {
        let pairs: Vec<_> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_set_replaced_and_forgotten() {
        let mut cookies = Cookies::default();
        assert_eq!(cookies.header(), None);

        cookies.set("id=a=b; Path=/; HttpOnly");
        cookies.set("lang=en; Max-Age=3600");
        cookies.set("id=c");
        assert_eq!(cookies.header().unwrap(), "id=c; lang=en");

        cookies.set("id=; Max-Age=0");
        cookies.set("lang=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        cookies.set("never there; Max-Age=0");
        assert_eq!(cookies.header(), None);
    }
}
