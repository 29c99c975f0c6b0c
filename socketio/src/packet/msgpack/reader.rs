//! Arguments one after the other, straight into the handler's types.

use serde::{Deserialize, de::IgnoredAny};

use super::{decode::read, encode::header};
use crate::packet::{absent::absent, args_error::ArgsError, json::path};

/// The arguments that have not been read yet.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    index: usize,
}

/// Arguments that are not borrowed from their packet any more.
#[derive(Debug)]
pub(crate) struct Held {
    rest: Vec<u8>,
    index: usize,
}

impl Held {
    pub(in crate::packet) fn reader(&self) -> Reader<'_> {
        Reader {
            rest: &self.rest,
            index: self.index,
        }
    }
}

impl<'a> Reader<'a> {
    pub(in crate::packet) fn new(rest: &'a [u8]) -> Self {
        Self { rest, index: 0 }
    }

    pub(in crate::packet) fn next<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
    ) -> Result<T, ArgsError> {
        if self.rest.is_empty() {
            return absent(self.index, parameter);
        }
        let value = read(&mut self.rest).map_err(|error| {
            let place = format!("args[{}]{}", self.index, path(&error));
            ArgsError::mismatch(
                Some(self.index),
                parameter,
                place,
                &error.inner().to_string(),
            )
        })?;
        self.index += 1;
        Ok(value)
    }

    pub(in crate::packet) fn skip(&mut self) -> Result<bool, ArgsError> {
        if self.rest.is_empty() {
            return Ok(false);
        }
        read::<IgnoredAny>(&mut self.rest).map_err(|_| ArgsError::malformed(self.index))?;
        self.index += 1;
        Ok(true)
    }

    pub(in crate::packet) fn hold(&self) -> Result<Held, ArgsError> {
        Ok(Held {
            rest: self.rest.to_vec(),
            index: self.index,
        })
    }

    pub(in crate::packet) fn finish(&mut self) -> Result<(), ArgsError> {
        let expected = self.index;
        while self.skip()? {}
        if self.index == expected {
            Ok(())
        } else {
            Err(ArgsError::surplus(expected, self.index))
        }
    }

    /// Takes all that is left, as an array.
    pub(in crate::packet) fn take_rest(&mut self) -> Result<Vec<u8>, ArgsError> {
        let (values, first) = (self.rest, self.index);
        while self.skip()? {}
        Ok([&header(self.index - first)[..], values].concat())
    }
}
