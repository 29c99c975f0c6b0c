//! The head of an HTTP/1.1 response.

use std::io;

/// A response up to its empty line.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) status: u16,
    pub(crate) text: &'a str,
    /// Bytes up to the body.
    pub(crate) len: usize,
}

/// The head at the beginning of `bytes`, or `None` while part of it is missing.
pub(crate) fn head(bytes: &[u8]) -> io::Result<Option<Head<'_>>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Ok(None);
    };
    std::str::from_utf8(&bytes[..end])
        .ok()
        .and_then(|text| {
            let status = text.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
            Some(Head {
                status,
                text,
                len: end + 4,
            })
        })
        .map(Some)
        .ok_or_else(|| io::Error::other("the answer is not HTTP/1.1"))
}

impl<'a> Head<'a> {
    /// The value of a header.
    pub(crate) fn field(&self, name: &str) -> Option<&'a str> {
        self.text.lines().skip(1).find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_is_read_up_to_the_body() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

        let head = head(bytes).unwrap().unwrap();

        assert_eq!(
            (head.status, head.field("content-length")),
            (200, Some("2"))
        );
        assert_eq!(&bytes[head.len..], b"ok");
    }
}
