//! Input: MessagePack as it comes in. Each value begins with a head, which says what it is and how long. No length is
//! believed before the bytes are there, and nothing is allocated.

use super::extension::Extension;

/// How deep values may be nested to be read into types: as with JSON.
pub(super) const DEPTH: u8 = 128;

/// What is left of some MessagePack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a>(pub(super) &'a [u8]);

/// The first bytes of a value. The bytes of a text, of binary data and of an extension are part of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head<'a> {
    Nil,
    Bool(bool),
    Unsigned(u64),
    /// A number below zero.
    Signed(i64),
    Float(f64),
    /// Its bytes need not be UTF-8.
    Text(&'a [u8]),
    Binary(&'a [u8]),
    /// So many values follow.
    Array(usize),
    /// So many keys follow, each with its value.
    Map(usize),
    Extension(Extension<'a>),
}

impl<'a> Input<'a> {
    /// Reads the head of the next value. `None`: there is none, or it is cut off.
    #[inline]
    pub(super) fn head(&mut self) -> Option<Head<'a>> {
        let [first] = self.array()?;
        Some(match first {
            0x00..=0x7f => Head::Unsigned(first.into()),
            0x80..=0x8f => Head::Map(usize::from(first & 0x0f)),
            0x90..=0x9f => Head::Array(usize::from(first & 0x0f)),
            0xa0..=0xbf => Head::Text(self.take(usize::from(first & 0x1f))?),
            0xe0..=0xff => Head::Signed(i64::from(first) - 0x100),
            0xc0 => Head::Nil,
            0xc1 => return None,
            0xc2 | 0xc3 => Head::Bool(first == 0xc3),
            0xc4..=0xc6 => {
                let length = self.length(first - 0xc4)?;
                Head::Binary(self.take(length)?)
            }
            0xc7..=0xc9 => {
                let length = self.length(first - 0xc7)?;
                self.extension(length, false)?
            }
            0xca => Head::Float(f32::from_be_bytes(self.array()?).into()),
            0xcb => Head::Float(f64::from_be_bytes(self.array()?)),
            0xcc..=0xcf => Head::Unsigned(self.unsigned(first - 0xcc)?),
            0xd0 => signed(i8::from_be_bytes(self.array()?).into()),
            0xd1 => signed(i16::from_be_bytes(self.array()?).into()),
            0xd2 => signed(i32::from_be_bytes(self.array()?).into()),
            0xd3 => signed(i64::from_be_bytes(self.array()?)),
            0xd4..=0xd8 => self.extension(1 << (first - 0xd4), true)?,
            0xd9..=0xdb => {
                let length = self.length(first - 0xd9)?;
                Head::Text(self.take(length)?)
            }
            0xdc | 0xdd => Head::Array(self.length(first - 0xdc + 1)?),
            0xde | 0xdf => Head::Map(self.length(first - 0xde + 1)?),
        })
    }

    /// Reads an unsigned number of 1, 2, 4 or 8 bytes, by the logarithm of their number.
    fn unsigned(&mut self, size: u8) -> Option<u64> {
        Some(match size {
            0 => u8::from_be_bytes(self.array()?).into(),
            1 => u16::from_be_bytes(self.array()?).into(),
            2 => u32::from_be_bytes(self.array()?).into(),
            _ => u64::from_be_bytes(self.array()?),
        })
    }

    fn length(&mut self, size: u8) -> Option<usize> {
        self.unsigned(size)?.try_into().ok()
    }

    fn extension(&mut self, length: usize, fixed: bool) -> Option<Head<'a>> {
        let kind = i8::from_be_bytes(self.array()?);
        let bytes = self.take(length)?;
        Some(Head::Extension(Extension { kind, bytes, fixed }))
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Reads a text.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        match self.head()? {
            Head::Text(bytes) => str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// Steps over a value and returns its bytes. Goes down without recursion, so depth does no harm.
    pub(super) fn skip(&mut self) -> Option<&'a [u8]> {
        self.walk(|_| true)
    }

    /// Steps over a value as [`skip`](Self::skip) does, if its texts are UTF-8.
    pub(super) fn check(&mut self) -> Option<&'a [u8]> {
        self.walk(|text| str::from_utf8(text).is_ok())
    }

    #[inline]
    fn walk(&mut self, is_text: impl Fn(&[u8]) -> bool) -> Option<&'a [u8]> {
        let begin = self.0;
        let mut values = 1_usize;
        while values > 0 {
            // Each value has a byte at least, so a length that is only claimed ends this at once.
            if values > self.0.len() {
                return None;
            }
            values -= 1;
            match self.head()? {
                Head::Text(bytes) if !is_text(bytes) => return None,
                Head::Array(length) => values = values.checked_add(length)?,
                Head::Map(length) => {
                    values = length.checked_mul(2)?.checked_add(values)?;
                }
                _ => {}
            }
        }
        Some(&begin[..begin.len() - self.0.len()])
    }

    /// Whether the next value is what notepack.io writes for undefined.
    pub(super) fn is_undefined(self) -> bool {
        matches!(self.0, [0xd4, 0, _, ..])
    }
}

fn signed(number: i64) -> Head<'static> {
    match u64::try_from(number) {
        Ok(number) => Head::Unsigned(number),
        Err(_) => Head::Signed(number),
    }
}

/// How many elements an array has, and where they begin.
pub(super) fn elements(array: &[u8]) -> (usize, &[u8]) {
    let mut input = Input(array);
    match input.head() {
        Some(Head::Array(length)) => (length, input.0),
        _ => (0, &[]),
    }
}
