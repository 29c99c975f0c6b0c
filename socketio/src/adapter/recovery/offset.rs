//! Offset: the text that stands behind the arguments of an event, and by which the client tells later what it got last.

use std::fmt;

use crate::sid::Sid;

/// Characters that tell the offsets of one namespace of one process from those of others.
const ORIGIN: usize = 8;
/// Stands between origin and number. In texts of the program it is rare, so that an offset is recognised.
const MARK: u8 = b'~';
/// The base of the number in the text.
const BASE: u32 = 32;
/// The digits of the largest number.
const DIGITS: usize = 13;
/// Where the digits begin.
const START: usize = ORIGIN + 1;

/// Where an event stands among those of its namespace.
///
/// The number is taken before the event is encoded, and the event gets its place in the log afterwards. So the numbers
/// tell events apart, and not which came first.
#[derive(Clone, Copy)]
pub(crate) struct Offset {
    pub(super) number: u64,
    text: [u8; START + DIGITS],
    length: u8,
}

/// The beginning of all offsets of one namespace, chosen at random when it is opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin([u8; ORIGIN]);

impl Origin {
    pub(super) fn random() -> Self {
        let mut origin = [0; ORIGIN];
        origin.copy_from_slice(&Sid::random().as_str().as_bytes()[..ORIGIN]);
        Self(origin)
    }

    pub(super) fn offset(self, number: u64) -> Offset {
        let mut text = [0; START + DIGITS];
        text[..ORIGIN].copy_from_slice(&self.0);
        text[ORIGIN] = MARK;
        let digits = (64 - number.leading_zeros()).div_ceil(BASE.ilog2()).max(1) as usize;
        let mut rest = number;
        for digit in text[START..START + digits].iter_mut().rev() {
            let value = (rest % u64::from(BASE)) as u32;
            *digit = char::from_digit(value, BASE).expect("it is less than the base") as u8;
            rest /= u64::from(BASE);
        }
        Offset {
            number,
            text,
            length: (START + digits) as u8,
        }
    }

    /// The number of an offset that a client has sent; `None` if it is none of these.
    pub(super) fn number_of(self, text: &str) -> Option<u64> {
        let digits = text.as_bytes().strip_prefix(&self.0)?;
        let digits = digits.strip_prefix(&[MARK])?;
        let number = u64::from_str_radix(str::from_utf8(digits).ok()?, BASE).ok()?;
        (self.offset(number).as_str() == text).then_some(number)
    }
}

impl Offset {
    /// Whether a text has the form of an offset.
    #[cfg(feature = "testing")]
    pub(crate) fn is_like(text: &str) -> bool {
        let bytes = text.as_bytes();
        bytes.len() > START
            && bytes.len() <= START + DIGITS
            && bytes[ORIGIN] == MARK
            && bytes[START..]
                .iter()
                .all(|digit| char::from(*digit).is_digit(BASE))
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.text[..usize::from(self.length)])
            .expect("it is made of ASCII characters")
    }
}

impl fmt::Debug for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Offset({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_survives_its_text() {
        let origin = Origin::random();

        for number in [0, 1, 31, 32, 33, 1023, 1024, u64::from(u32::MAX), u64::MAX] {
            let offset = origin.offset(number);
            assert_eq!(
                origin.number_of(offset.as_str()),
                Some(number),
                "{offset:?}"
            );
        }
    }

    #[test]
    fn what_is_no_offset_of_this_origin_has_no_number() {
        let (origin, other) = (Origin::random(), Origin::random());
        let text = origin.offset(700).as_str().to_owned();

        assert_eq!(other.number_of(&text), None);
        let (start, digits) = text.split_at(START);
        for digits in [
            "",
            "+ls",
            "0ls",
            "LS",
            "ls ",
            "ls-",
            "zz",
            "é",
            &"v".repeat(40),
        ] {
            assert_eq!(
                origin.number_of(&format!("{start}{digits}")),
                None,
                "{digits}"
            );
        }
        assert_eq!(digits, "ls");
        assert_eq!(origin.number_of(""), None);
        assert_eq!(origin.number_of(&"é".repeat(9)), None);
    }
}
