//! Reads arguments one after the other, straight into the handler's types. What was wrong, and where, is worked out only
//! when something is.

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Error;

use super::{input::Input, value::Value, writer};
use crate::packet::{absent::absent, args_error::ArgsError, data::Data, json::path};

/// The arguments that have not been read yet.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    rest: Input<'a>,
    index: usize,
}

/// Arguments that are not borrowed from their packet any more. Clones share the bytes.
#[derive(Clone, Debug)]
pub(crate) struct Unread {
    rest: Arc<[u8]>,
    index: usize,
}

impl Unread {
    pub(in crate::packet) fn reader(&self) -> Reader<'_> {
        Reader {
            rest: Input(&self.rest),
            index: self.index,
        }
    }
}

impl<'a> Reader<'a> {
    /// The bytes of the arguments that have not been read yet.
    pub(in crate::packet) fn size(&self) -> usize {
        self.rest.0.len()
    }

    /// A reader over values that stand one behind the other.
    pub(in crate::packet) fn new(values: &'a [u8]) -> Self {
        Self {
            rest: Input(values),
            index: 0,
        }
    }

    /// Reads the next argument; `parameter` names it in errors. If there is none left, it is `T` that decides whether it
    /// may be absent.
    pub(in crate::packet) fn next<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
    ) -> Result<T, ArgsError> {
        if self.rest.0.is_empty() {
            return absent(self.index, parameter);
        }
        let begin = self.rest;
        match T::deserialize(Value::new(&mut self.rest)) {
            Ok(value) => {
                self.index += 1;
                Ok(value)
            }
            Err(error) => {
                self.rest = begin;
                Err(self.mismatch::<T>(parameter, &error))
            }
        }
    }

    /// Steps over the next argument, checked; `false` behind the last.
    pub(in crate::packet) fn skip(&mut self) -> Result<bool, ArgsError> {
        if self.rest.0.is_empty() {
            return Ok(false);
        }
        let checked = self.rest.check();
        checked.ok_or_else(|| ArgsError::malformed_as("MessagePack", self.index))?;
        self.index += 1;
        Ok(true)
    }

    /// Copies the arguments that are left, to be read later. They are checked to be well-formed.
    pub(in crate::packet) fn unread(&self) -> Result<Unread, ArgsError> {
        let mut rest = self.clone();
        while rest.skip()? {}
        Ok(Unread {
            rest: self.rest.0.into(),
            index: self.index,
        })
    }

    /// Checks that no argument is left.
    #[inline]
    pub(in crate::packet) fn finish(&mut self) -> Result<(), ArgsError> {
        if self.rest.0.is_empty() {
            return Ok(());
        }
        let expected = self.index;
        while self.skip()? {}
        Err(ArgsError::surplus(expected, self.index))
    }

    /// Takes all that is left as an array, checked; `None` if nothing is left.
    pub(in crate::packet) fn take_rest(&mut self) -> Result<Option<Bytes>, ArgsError> {
        let (values, first) = (self.rest.0, self.index);
        while self.skip()? {}
        let count = self.index - first;
        if count == 0 {
            return Ok(None);
        }
        // Of its exact size, so that it becomes `Bytes` as it is.
        let mut array = Vec::with_capacity(writer::size_of_array_head(count) + values.len());
        writer::write_array(&mut array, count);
        array.extend_from_slice(values);
        Ok(Some(array.into()))
    }

    /// Decodes again what would not decode, watching the path this time. It goes through a tree, so that no third way to
    /// decode `T` has to be compiled.
    #[cold]
    fn mismatch<T: Deserialize<'a>>(
        &mut self,
        parameter: &'static str,
        error: &Error,
    ) -> ArgsError {
        let index = self.index;
        let begin = self.rest;
        if let Err(error) = self.skip() {
            return error;
        }
        if let Err(error) = self.clone().unread() {
            return error;
        }
        match read_tree::<T>(begin) {
            Some((path, message)) => ArgsError::mismatch(
                Some(index),
                parameter,
                format!("args[{index}]{path}"),
                &message,
            ),
            None => {
                let path = format!("args[{index}]");
                ArgsError::mismatch(Some(index), parameter, path, &error.to_string())
            }
        }
    }
}

/// Reads a value through a tree: where in it and why it does not fit. `None`: it fits, or is nested too deeply.
fn read_tree<'a, T: Deserialize<'a>>(mut input: Input<'a>) -> Option<(String, String)> {
    let data = Data::deserialize(Value::new(&mut input)).ok()?;
    let error = serde_path_to_error::deserialize::<_, T>(data).err()?;
    Some((path(&error), error.inner().to_string()))
}

/// Reads an array of arguments at once.
pub(super) fn parse<T: DeserializeOwned>(array: &[u8]) -> Result<T, ArgsError> {
    T::deserialize(Value::new(&mut Input(array))).map_err(|error| {
        let (path, message) =
            read_tree::<T>(Input(array)).unwrap_or_else(|| (String::new(), error.to_string()));
        ArgsError::mismatch(None, "", format!("args{path}"), &message)
    })
}
