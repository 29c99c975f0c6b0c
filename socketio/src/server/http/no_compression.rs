//! Takes the place of `compression` without the feature of that name: responses to polls are not compressed.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Compression;

impl Compression {
    pub(crate) fn choose(self, _: &HeaderMap) -> Option<Coding> {
        None
    }
}

/// An encoding; without the feature there are none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Coding {}

impl Coding {
    pub(crate) fn compress(self, _: &[u8]) -> Option<(Bytes, HeaderValue)> {
        match self {}
    }
}
