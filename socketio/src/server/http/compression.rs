//! Compression of the responses to polls: only if the body is long enough, and if the client accepts the encoding.

use std::io::Write as _;

use bytes::Bytes;
use flate2::write::{GzEncoder, ZlibEncoder};
use http::{HeaderMap, HeaderValue, header::ACCEPT_ENCODING};

/// Whether responses to polls are compressed, and from which length on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compression {
    pub(crate) enabled: bool,
    /// The shortest body that is compressed, in bytes.
    pub(crate) threshold: usize,
}

impl Default for Compression {
    fn default() -> Self {
        Self {
            enabled: true,
            threshold: 1024,
        }
    }
}

impl Compression {
    /// How the response to a request is compressed if it is long enough.
    pub(crate) fn choose(self, request: &HeaderMap) -> Option<Coding> {
        if !self.enabled {
            return None;
        }
        let accepted = request
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let method = best(accepted.flat_map(|value| value.split(',')))?;
        Some(Coding {
            method,
            threshold: self.threshold,
        })
    }
}

/// How one response is compressed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coding {
    method: Method,
    threshold: usize,
}

/// The encodings that the server can produce. The greatest is preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Method {
    Deflate,
    Gzip,
}

impl Coding {
    /// The compressed body and the name of the encoding; `None` if the body is too short, or would not become shorter.
    pub(crate) fn compress(self, body: &[u8]) -> Option<(Bytes, HeaderValue)> {
        if body.len() < self.threshold {
            return None;
        }
        // The fastest level, because the response to a poll is read only once.
        let level = flate2::Compression::fast();
        let room = Vec::with_capacity(body.len() / 4);
        let (compressed, name) = match self.method {
            Method::Gzip => {
                let mut encoder = GzEncoder::new(room, level);
                encoder
                    .write_all(body)
                    .and_then(|()| encoder.finish())
                    .map(|bytes| (bytes, "gzip"))
            }
            Method::Deflate => {
                let mut encoder = ZlibEncoder::new(room, level);
                encoder
                    .write_all(body)
                    .and_then(|()| encoder.finish())
                    .map(|bytes| (bytes, "deflate"))
            }
        }
        .ok()?;
        (compressed.len() < body.len()).then(|| (compressed.into(), HeaderValue::from_static(name)))
    }
}

/// The best of the encodings that `Accept-Encoding` lists: the highest `q`, and of equal ones the preferred encoding.
fn best<'a>(listed: impl Iterator<Item = &'a str>) -> Option<Method> {
    let mut best: Option<(f32, Method)> = None;
    for entry in listed {
        let (name, params) = entry.split_once(';').unwrap_or((entry, ""));
        let method = match name.trim() {
            name if name.eq_ignore_ascii_case("gzip") || name == "*" => Method::Gzip,
            name if name.eq_ignore_ascii_case("deflate") => Method::Deflate,
            _ => continue,
        };
        let quality = params
            .trim()
            .strip_prefix("q=")
            .map_or(Ok(1.0), str::parse::<f32>)
            .unwrap_or(0.0);
        if quality > 0.0 && best.is_none_or(|best| (quality, method) > best) {
            best = Some((quality, method));
        }
    }
    best.map(|(_, method)| method)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::{GzDecoder, ZlibDecoder};

    use super::*;

    #[test]
    fn the_best_of_what_the_client_can_read_is_chosen() {
        for (accepted, chosen) in [
            ("", None),
            ("identity", None),
            ("br", None),
            ("gzip", Some(Method::Gzip)),
            ("gzip, deflate, br, zstd", Some(Method::Gzip)),
            ("deflate", Some(Method::Deflate)),
            ("GZIP;q=0.5, deflate;q=0.8", Some(Method::Deflate)),
            ("gzip;q=0, deflate", Some(Method::Deflate)),
            ("gzip; q=0", None),
            ("gzip;q=nonsense", None),
            ("*", Some(Method::Gzip)),
            ("*;q=0", None),
        ] {
            assert_eq!(best(accepted.split(',')), chosen, "{accepted}");
        }
    }

    #[test]
    fn a_body_is_compressed_from_the_threshold_on() {
        let coding = Coding {
            method: Method::Gzip,
            threshold: 100,
        };

        assert!(coding.compress(&[b'a'; 99]).is_none());
        let (bytes, name) = coding.compress(&[b'a'; 100]).unwrap();
        assert_eq!(name, "gzip");
        let mut text = String::new();
        GzDecoder::new(&*bytes).read_to_string(&mut text).unwrap();
        assert_eq!(text, "a".repeat(100));
    }

    #[test]
    fn deflate_is_what_http_calls_so() {
        let coding = Coding {
            method: Method::Deflate,
            threshold: 1,
        };

        let (bytes, name) = coding.compress(&[b'a'; 100]).unwrap();

        assert_eq!(name, "deflate");
        let mut text = String::new();
        ZlibDecoder::new(&*bytes).read_to_string(&mut text).unwrap();
        assert_eq!(text, "a".repeat(100));
    }

    #[test]
    fn what_would_not_get_shorter_stays_as_it_is() {
        assert!(
            Coding {
                method: Method::Gzip,
                threshold: 1
            }
            .compress(b"abc")
            .is_none()
        );
    }

    #[test]
    fn nothing_is_chosen_when_it_is_switched_off() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));

        assert!(Compression::default().choose(&headers).is_some());
        assert!(
            Compression {
                enabled: false,
                threshold: 0
            }
            .choose(&headers)
            .is_none()
        );
    }
}
