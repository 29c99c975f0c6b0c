//! Who is let in by each rule, and the headers they get.

use super::*;

fn request(fields: &[(&'static str, &str)]) -> Parts {
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.headers = headers(fields);
    parts
}

fn headers(fields: &[(&'static str, &str)]) -> HeaderMap {
    fields
        .iter()
        .map(|(name, value)| {
            (
                name.parse::<http::HeaderName>().unwrap(),
                value.parse().unwrap(),
            )
        })
        .collect()
}

fn cors(origins: impl Into<Origins>) -> Cors {
    Cors {
        origins: origins.into(),
        ..Cors::default()
    }
}

fn accepts(cors: &Cors, origin: &str) -> bool {
    cors.judge(&request(&[("host", "me.test:5000"), ("origin", origin)]))
        .is_ok()
}

#[test]
fn same_origin_compares_scheme_host_and_port() {
    for (origin, host, same) in [
        ("http://me.test:5000", "me.test:5000", true),
        ("https://me.test:5000", "me.test:5000", true),
        ("http://ME.test:5000", "me.TEST:5000", true),
        ("http://me.test", "me.test", true),
        ("http://me.test", "me.test:80", true),
        ("https://me.test:443", "me.test", true),
        ("http://[::1]:5000", "[::1]:5000", true),
        ("http://me.test:5001", "me.test:5000", false),
        ("http://me.test", "me.test:5000", false),
        ("http://other.test:5000", "me.test:5000", false),
        ("http://me.test.evil.test:5000", "me.test:5000", false),
        ("null", "me.test:5000", false),
        ("file://", "me.test:5000", false),
        ("", "me.test:5000", false),
        ("me.test:5000", "me.test:5000", false),
        ("http://me.test:5000", "", false),
    ] {
        let request = request(&[("host", host), ("origin", origin)]);
        assert_eq!(
            Cors::default().judge(&request).is_ok(),
            same,
            "{origin} at {host}"
        );
    }
}

#[test]
fn same_origin_listens_to_a_proxy() {
    for (origin, proto, host, same) in [
        ("https://public.test", "https", "public.test", true),
        (
            "https://public.test",
            "https, http",
            "public.test, inner:5000",
            true,
        ),
        ("http://public.test", "https", "public.test", false),
        ("https://other.test", "https", "public.test", false),
        ("http://inner:5000", "http", "public.test", false),
        ("https://public.test", "wss", "public.test", true),
        ("http://public.test", "wss", "public.test", false),
        ("http://public.test", "ws", "public.test", true),
    ] {
        let request = request(&[
            ("host", "inner:5000"),
            ("x-forwarded-proto", proto),
            ("x-forwarded-host", host),
            ("origin", origin),
        ]);
        assert_eq!(
            Cors::default().judge(&request).is_ok(),
            same,
            "{origin} by {proto} {host}"
        );
    }
}

#[test]
fn over_tls_the_scheme_is_known() {
    for (origin, proto, same) in [
        ("https://me.test", None, true),
        ("http://me.test", None, false),
        ("http://me.test:80", None, false),
        // A proxy that itself speaks TLS with us knows what the page used.
        ("http://me.test", Some("http"), true),
        ("https://me.test", Some("http"), false),
    ] {
        let mut request = request(&[("host", "me.test"), ("origin", origin)]);
        request.extensions.insert(OverTls);
        if let Some(proto) = proto {
            request
                .headers
                .insert("x-forwarded-proto", HeaderValue::from_static(proto));
        }
        assert_eq!(Cors::default().judge(&request).is_ok(), same, "{origin}");
    }
}

#[test]
fn without_an_origin_nothing_is_judged_or_told() {
    let mut response = HeaderMap::new();

    cors("https://a.test")
        .judge(&request(&[]))
        .unwrap()
        .apply(&mut response);

    assert!(response.is_empty());
}

#[test]
fn lists_predicates_and_the_star_decide() {
    let listed = cors(["https://a.test", "http://b.test:8080/"]);
    assert!(accepts(&listed, "https://a.test"));
    assert!(accepts(&listed, "http://b.test:8080"));
    assert!(!accepts(&listed, "http://a.test"));
    assert!(!accepts(&listed, "http://me.test:5000"));

    assert!(accepts(&cors("*"), "https://anything.test"));
    assert!(accepts(&cors("*"), "null"));
    assert!(!accepts(&cors(Vec::<String>::new()), "http://me.test:5000"));

    let local = cors(Origins::when(|origin| {
        origin.starts_with("http://localhost:")
    }));
    assert!(accepts(&local, "http://localhost:9"));
    assert!(!accepts(&local, "http://evil.test"));
}

#[test]
fn an_accepted_origin_is_named_never_a_star() {
    let mut response = headers(&[("vary", "Accept-Encoding")]);
    let origin = request(&[("origin", "https://a.test")]);

    cors("*").judge(&origin).unwrap().apply(&mut response);

    assert_eq!(response[ACCESS_CONTROL_ALLOW_ORIGIN], "https://a.test");
    assert_eq!(response[ACCESS_CONTROL_ALLOW_CREDENTIALS], "true");
    assert_eq!(
        response.get_all(VARY).iter().collect::<Vec<_>>(),
        ["Accept-Encoding", "Origin"]
    );
}

#[test]
fn credentials_can_be_kept_out() {
    let mut response = HeaderMap::new();
    let cors = Cors {
        credentials: false,
        ..cors("*")
    };

    cors.judge(&request(&[("origin", "https://a.test")]))
        .unwrap()
        .apply(&mut response);

    assert!(!response.contains_key(ACCESS_CONTROL_ALLOW_CREDENTIALS));
}

#[test]
fn a_preflight_is_told_methods_and_headers() {
    let asked = headers(&[("access-control-request-headers", "x-custom")]);

    for (headers, asked, allowed) in [
        (None, &asked, "x-custom"),
        (None, &HeaderMap::new(), "content-type"),
        (
            Some(HeaderValue::from_static("content-type, x-a")),
            &asked,
            "content-type, x-a",
        ),
    ] {
        let mut response = HeaderMap::new();
        Cors {
            headers,
            ..Cors::default()
        }
        .answer_preflight(asked, &mut response);

        assert_eq!(response[ACCESS_CONTROL_ALLOW_METHODS], "GET, POST");
        assert_eq!(response[ACCESS_CONTROL_ALLOW_HEADERS], allowed);
    }
}
