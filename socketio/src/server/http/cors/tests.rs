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
        // As the official client for Swift writes it.
        ("ws://me.test:5000", "me.test:5000", true),
        ("wss://me.test", "me.test", true),
        ("wss://me.test:443", "me.test", true),
        ("ws://me.test:80", "me.test", true),
        ("ws://me.test:81", "me.test", false),
        ("capacitor://me.test", "me.test", false),
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
fn what_proxies_say_counts_in_one_order() {
    type Fields = &'static [(&'static str, &'static str)];
    const RFC: (&str, &str) = ("forwarded", "for=192.0.2.1;host=public.test;proto=https");
    const SWIFT: &str = "wss://public.test";
    let cases: [(&str, Fields, bool); 16] = [
        ("https://public.test", &[RFC], true),
        (SWIFT, &[RFC], true),
        ("wss://public.test:443", &[RFC], true),
        ("ws://public.test", &[RFC], false),
        ("http://public.test", &[RFC], false),
        ("http://inner:5000", &[RFC], false),
        (
            "https://other.test",
            &[RFC, ("x-forwarded-host", "other.test")],
            false,
        ),
        // Without a host in it, the other header tells.
        (
            SWIFT,
            &[
                ("forwarded", "proto=https"),
                ("x-forwarded-host", "public.test"),
            ],
            true,
        ),
        // A proxy that keeps the port to itself, and one that tells it.
        (
            "https://public.test:8443",
            &[("x-forwarded-host", "public.test")],
            false,
        ),
        (
            "https://public.test:8443",
            &[
                ("x-forwarded-host", "public.test"),
                ("x-forwarded-port", "8443"),
            ],
            true,
        ),
        (
            "https://public.test",
            &[
                ("x-forwarded-host", "public.test"),
                ("x-forwarded-port", "8443"),
            ],
            false,
        ),
        (
            "https://public.test:8443",
            &[
                ("x-forwarded-host", "public.test:8443"),
                ("x-forwarded-port", "443"),
            ],
            true,
        ),
        (
            "https://public.test:8443",
            &[
                ("x-forwarded-host", "public.test"),
                ("x-forwarded-port", "8443, 80"),
            ],
            true,
        ),
        // A proxy behind the one that ends TLS.
        (
            "https://public.test",
            &[
                ("x-forwarded-host", "public.test"),
                ("x-forwarded-port", "80"),
            ],
            true,
        ),
        ("https://public.test", &[("x-forwarded-host", "")], false),
        (
            "http://inner:5000",
            &[("x-forwarded-host", ""), ("x-forwarded-port", "x")],
            true,
        ),
    ];
    for (origin, forwarded, same) in cases {
        let mut fields = vec![("host", "inner:5000"), ("origin", origin)];
        fields.extend(forwarded);
        let judged = Cors::default().judge(&request(&fields));
        assert_eq!(judged.is_ok(), same, "{origin} by {forwarded:?}");
    }
}

#[test]
fn the_host_of_a_request_may_be_in_its_uri() {
    for (uri, host, origin, same) in [
        ("https://me.test/socket.io/", None, "https://me.test", true),
        (
            "https://me.test/socket.io/",
            None,
            "wss://me.test:443",
            true,
        ),
        (
            "https://me.test:8443/socket.io/",
            None,
            "https://me.test:8443",
            true,
        ),
        (
            "https://me.test/socket.io/",
            None,
            "https://other.test",
            false,
        ),
        (
            "https://me.test/socket.io/",
            Some("other.test"),
            "https://other.test",
            false,
        ),
        ("/socket.io/", None, "https://me.test", false),
    ] {
        let mut fields = vec![("origin", origin)];
        fields.extend(host.map(|host| ("host", host)));
        let mut request = request(&fields);
        request.uri = uri.parse().unwrap();
        assert_eq!(
            Cors::default().judge(&request).is_ok(),
            same,
            "{origin} at {uri}"
        );
    }
}

#[test]
fn what_an_origin_is_compared_to_can_be_told() {
    let words = |cors: &Cors, fields: &[(&'static str, &str)]| cors.expected(&request(fields));
    let same = Cors::default();

    assert_eq!(
        words(&same, &[("host", "me.test:5000")]),
        "http://me.test:5000 or https://me.test:5000"
    );
    let proxy = [
        ("host", "inner"),
        ("forwarded", "host=me.test;proto=https"),
        ("x-forwarded-port", "8443"),
    ];
    assert_eq!(words(&same, &proxy), "https://me.test:8443");
    assert_eq!(words(&same, &[]), "a host, which the request does not name");
    let more = cors(Origins::same().or(["https://a.test", "null"]));
    assert_eq!(
        words(&more, &proxy),
        "https://me.test:8443 or https://a.test or null"
    );
    assert_eq!(words(&cors("*"), &[]), "any");
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

    // However a client writes the same origin.
    assert!(accepts(&listed, "wss://a.test:443"));
    assert!(accepts(&listed, "ws://b.test:8080"));
    assert!(!accepts(&listed, "ws://a.test"));

    let no_server = cors(Origins::same().or(["file://", "null"]));
    for origin in [
        "file://",
        "null",
        "http://me.test:5000",
        "ws://me.test:5000",
    ] {
        assert!(accepts(&no_server, origin), "{origin}");
    }
    assert!(!accepts(&no_server, "http://other.test"));
    assert_eq!(no_server.origins.faults(), [""; 0]);
    assert_eq!(
        cors(Origins::same().or(["a.test", "file://x"]))
            .origins
            .faults()
            .len(),
        1
    );

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
