use super::*;

/// A packet: text, or bytes.
type Part = Result<&'static str, &'static [u8]>;

/// Bodies with what is in them: written as official clients and servers of version 2 write them.
fn rows() -> Vec<(&'static [u8], bool, Vec<Part>)> {
    vec![
        (b"1:2", false, vec![Ok("2")]),
        (b"2:40", false, vec![Ok("40")]),
        (
            br#"13:42["a","b c"]1:6"#,
            false,
            vec![Ok(r#"42["a","b c"]"#), Ok("6")],
        ),
        // Length in units of UTF-16: `é` is one, `😀` two.
        ("6:4é😀:1".as_bytes(), false, vec![Ok("4é😀:1")]),
        (b"10:b4AQIDBAU=", false, vec![Err(&[1, 2, 3, 4, 5])]),
        (b"2:41\x36:b4AQID", false, vec![Ok("41"), Err(&[1, 2, 3])]),
        (
            &[0, 2, 255, b'4', b'0', 1, 4, 255, 4, 1, 2, 3],
            true,
            vec![Ok("40"), Err(&[1, 2, 3])],
        ),
        (
            &[
                0, 1, 2, 255, b'4', b'2', b'[', b'"', b'a', b'"', b',', b'"', 0xc3, 0xa9, b'"',
                b']',
            ],
            true,
            vec![Ok(r#"42["a","é"]"#)],
        ),
    ]
}

fn revision_4(parts: &[Part]) -> Vec<u8> {
    let mut payload = payload::Payload::default();
    for part in parts {
        match part {
            Ok(text) => payload.push_text(text.as_bytes()),
            Err(bytes) => payload.push_binary(bytes),
        }
    }
    payload.into_body()
}

#[test]
fn bodies_are_read_and_written() {
    for (body, binary, parts) in rows() {
        assert_eq!(decode(body), Ok(revision_4(&parts)), "{body:?}");

        let mut written = Body::new(binary);
        for part in &parts {
            match part {
                Ok(text) => written.push_text(text.as_bytes()),
                Err(bytes) => written.push_binary(bytes),
            }
        }
        assert_eq!(written.finish(), body, "{parts:?}");
    }
}

#[test]
fn what_is_no_body_is_refused() {
    for body in [
        &b"2"[..],
        b":40",
        b"x:40",
        b"3:40",
        b"-1:40",
        b"+2:40",
        b"99999999999:40",
        "1:😀".as_bytes(),
        b"2:4\xff",
        b"3:4\x1e4",
        b"6:b5AQID",
        &[0, 255],
        &[0, 2, b'4', b'0'],
        &[0, 3, 255, b'4', b'0'],
        &[0, 10, 255, b'4', b'0'],
        &[1, 3, 255, 5, 1, 2],
        &[1, 0, 255],
        &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 255],
    ] {
        assert!(decode(body).is_err(), "{body:?}");
    }
}

#[test]
fn whatever_comes_is_read_or_refused() {
    const TOKENS: &[u8] = b"0123456789:b\x1e=A4\x00\x01\x02\x04\xff\xc3\xa9";
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as usize % below
    };
    for _ in 0..20_000 {
        let body: Vec<u8> = (0..random(16))
            .map(|_| TOKENS[random(TOKENS.len())])
            .collect();
        if let Ok(read) = decode(&body) {
            assert!(read.len() <= body.len() * 4 / 3 + 4, "{body:?}");
        }
    }
}

#[test]
fn what_is_read_is_written_and_read_again() {
    for (body, _, _) in rows() {
        crate::engine::fuzz::revision3(body);
    }
}
