//! Who is let in and what the others are told, as a table.

use super::*;

/// Two sessions exist: `p` polls, `w` is on WebSocket.
fn find(sid: &str) -> Option<(char, TransportKind)> {
    match sid {
        "p" => Some(('p', TransportKind::Polling)),
        "w" => Some(('w', TransportKind::WebSocket)),
        _ => None,
    }
}

fn ask(
    method: &str,
    query: &str,
    wants_websocket: bool,
    config: &Config,
) -> Result<Admission<char>, Refusal> {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    Admission::of(&method, &Query::parse(query), wants_websocket, config, find)
}

#[test]
fn requests_are_admitted() {
    for (method, query, wants_websocket, admission) in [
        (
            "GET",
            "EIO=4&transport=polling",
            false,
            Admission::Open(TransportKind::Polling),
        ),
        (
            "GET",
            "EIO=4&transport=polling&t=abc&b64=1",
            false,
            Admission::Open(TransportKind::Polling),
        ),
        (
            "GET",
            "transport=polling&EIO=4&sid=",
            false,
            Admission::Open(TransportKind::Polling),
        ),
        (
            "GET",
            "EIO=3&EIO=4&transport=%70olling",
            false,
            Admission::Open(TransportKind::Polling),
        ),
        (
            "GET",
            "EIO=4&transport=websocket",
            true,
            Admission::Open(TransportKind::WebSocket),
        ),
        (
            "GET",
            "EIO=4&transport=polling&sid=p",
            false,
            Admission::Poll('p'),
        ),
        (
            "POST",
            "EIO=4&transport=polling&sid=p",
            false,
            Admission::Post('p'),
        ),
        (
            "GET",
            "EIO=4&transport=websocket&sid=p",
            true,
            Admission::Upgrade('p'),
        ),
        (
            "GET",
            "EIO=4&transport=websocket&sid=w",
            true,
            Admission::Upgrade('w'),
        ),
    ] {
        assert_eq!(
            ask(method, query, wants_websocket, &Config::default()),
            Ok(admission),
            "{method} {query}"
        );
    }
}

#[test]
fn requests_are_refused() {
    for (method, query, wants_websocket, refusal) in [
        ("GET", "", false, Refusal::TransportUnknown),
        ("GET", "EIO=4", false, Refusal::TransportUnknown),
        ("GET", "EIO=4&transport=", false, Refusal::TransportUnknown),
        (
            "GET",
            "EIO=4&transport=abc",
            false,
            Refusal::TransportUnknown,
        ),
        (
            "GET",
            "EIO=4&transport=constructor",
            false,
            Refusal::TransportUnknown,
        ),
        (
            "GET",
            "EIO=4&transport=Polling",
            false,
            Refusal::TransportUnknown,
        ),
        (
            "GET",
            "EIO=4&transport=webtransport",
            true,
            Refusal::TransportUnknown,
        ),
        (
            "GET",
            "EIO=4&transport=abc&sid=p",
            false,
            Refusal::TransportUnknown,
        ),
        (
            "GET",
            "EIO=4&transport=polling&sid=x",
            false,
            Refusal::SessionUnknown,
        ),
        (
            "POST",
            "EIO=4&transport=polling&sid=x",
            false,
            Refusal::SessionUnknown,
        ),
        (
            "PUT",
            "EIO=4&transport=polling&sid=x",
            false,
            Refusal::SessionUnknown,
        ),
        (
            "GET",
            "EIO=4&transport=websocket&sid=x",
            true,
            Refusal::SessionUnknown,
        ),
        (
            "POST",
            "EIO=4&transport=websocket&sid=p",
            true,
            Refusal::BadRequest,
        ),
        (
            "GET",
            "EIO=4&transport=polling&sid=%ff%00",
            false,
            Refusal::SessionUnknown,
        ),
        (
            "POST",
            "EIO=4&transport=polling",
            false,
            Refusal::BadHandshakeMethod,
        ),
        (
            "PUT",
            "EIO=4&transport=polling",
            false,
            Refusal::BadHandshakeMethod,
        ),
        (
            "POST",
            "EIO=4&transport=websocket",
            true,
            Refusal::BadHandshakeMethod,
        ),
        (
            "GET",
            "EIO=4&transport=websocket",
            false,
            Refusal::BadRequest,
        ),
        (
            "GET",
            "EIO=4&transport=websocket&sid=p",
            false,
            Refusal::BadRequest,
        ),
        (
            "GET",
            "EIO=4&transport=polling&sid=w",
            false,
            Refusal::BadRequest,
        ),
        (
            "POST",
            "EIO=4&transport=polling&sid=w",
            false,
            Refusal::BadRequest,
        ),
        (
            "PUT",
            "EIO=4&transport=polling&sid=p",
            false,
            Refusal::BadRequest,
        ),
        (
            "GET",
            "transport=polling",
            false,
            Refusal::UnsupportedRevision,
        ),
        (
            "GET",
            "EIO=3&transport=polling",
            false,
            Refusal::UnsupportedRevision,
        ),
        (
            "GET",
            "EIO=abc&transport=polling",
            false,
            Refusal::UnsupportedRevision,
        ),
        (
            "GET",
            "EIO=5&transport=websocket",
            true,
            Refusal::UnsupportedRevision,
        ),
        (
            "GET",
            "eio=4&transport=polling",
            false,
            Refusal::UnsupportedRevision,
        ),
    ] {
        assert_eq!(
            ask(method, query, wants_websocket, &Config::default()),
            Err(refusal),
            "{method} {query}"
        );
    }
}

#[test]
fn a_transport_that_is_off_is_unknown() {
    let no_polling = Config {
        polling: false,
        ..Config::default()
    };
    let no_websocket = Config {
        websocket: false,
        ..Config::default()
    };
    let no_upgrades = Config {
        allow_upgrades: false,
        ..Config::default()
    };

    assert_eq!(
        ask("GET", "EIO=4&transport=polling", false, &no_polling),
        Err(Refusal::TransportUnknown)
    );
    assert_eq!(
        ask("GET", "EIO=4&transport=websocket", true, &no_websocket),
        Err(Refusal::TransportUnknown)
    );
    assert_eq!(
        ask("GET", "EIO=4&transport=websocket&sid=p", true, &no_upgrades),
        Err(Refusal::BadRequest)
    );
}

#[test]
fn each_refusal_has_its_status_and_body() {
    for (refusal, status, body) in [
        (
            Refusal::TransportUnknown,
            400,
            r#"{"code":0,"message":"Transport unknown"}"#,
        ),
        (
            Refusal::SessionUnknown,
            400,
            r#"{"code":1,"message":"Session ID unknown"}"#,
        ),
        (
            Refusal::BadHandshakeMethod,
            400,
            r#"{"code":2,"message":"Bad handshake method"}"#,
        ),
        (
            Refusal::BadRequest,
            400,
            r#"{"code":3,"message":"Bad request"}"#,
        ),
        (
            Refusal::Forbidden("say \"please\"".into()),
            403,
            r#"{"code":4,"message":"say \"please\""}"#,
        ),
        (
            Refusal::UnsupportedRevision,
            400,
            r#"{"code":5,"message":"Unsupported protocol version"}"#,
        ),
    ] {
        assert_eq!(
            (refusal.status().as_u16(), refusal.body().as_str()),
            (status, body)
        );
    }
}
