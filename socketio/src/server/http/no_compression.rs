//! Without the feature `compression` polls bring what they bring as it is.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Compression;

impl Compression {
    pub(crate) fn choose(self, _: &HeaderMap) -> Option<Coding> {
        None
    }
}

/// There is none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Coding {}

impl Coding {
    pub(crate) fn compress(self, _: &[u8]) -> Option<(Bytes, HeaderValue)> {
        match self {}
    }
}
