//! Extension: values beyond MessagePack's own types. notepack.io writes undefined, dates and array buffers as extensions of
//! type 0; other libraries write dates as the timestamps of type -1. All others are a type and bytes.

use std::fmt;

/// A date that is further from 1970 than this is invalid in JavaScript, in milliseconds.
const FURTHEST: i64 = 8_640_000_000_000_000;
const MILLISECONDS_PER_DAY: i64 = 86_400_000;

/// The type of extensions that stand for values of JavaScript.
const JAVASCRIPT: i8 = 0;
/// The type of timestamps.
const TIMESTAMP: i8 = -1;

/// An extension as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extension<'a> {
    pub(super) kind: i8,
    pub(super) bytes: &'a [u8],
    /// Whether its head names one of the five lengths that need no length of their own.
    pub(super) fixed: bool,
}

/// What an extension stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// `undefined`, or a date that is none.
    Nothing,
    Date(Date),
    /// An `ArrayBuffer`, or a typed array.
    Buffer(&'a [u8]),
    Other,
}

impl<'a> Extension<'a> {
    pub(super) fn meaning(self) -> Meaning<'a> {
        match (self.kind, self.fixed, self.bytes) {
            (JAVASCRIPT, true, [_]) => Meaning::Nothing,
            (JAVASCRIPT, true, &[a, b, c, d, e, f, g, h]) => {
                date(i64::from_be_bytes([a, b, c, d, e, f, g, h]))
            }
            (JAVASCRIPT, false, bytes) => Meaning::Buffer(bytes),
            (TIMESTAMP, _, bytes) => timestamp(bytes).map_or(Meaning::Other, date),
            _ => Meaning::Other,
        }
    }
}

fn date(milliseconds: i64) -> Meaning<'static> {
    if (-FURTHEST..=FURTHEST).contains(&milliseconds) {
        Meaning::Date(Date(milliseconds))
    } else {
        Meaning::Nothing
    }
}

/// The milliseconds of a timestamp, which has one of three lengths.
fn timestamp(bytes: &[u8]) -> Option<i64> {
    let (seconds, nanoseconds) = match *bytes {
        [a, b, c, d] => (u32::from_be_bytes([a, b, c, d]).into(), 0),
        [a, b, c, d, e, f, g, h] => {
            let both = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
            (i64::try_from(both & 0x3_ffff_ffff).ok()?, both >> 34)
        }
        [n1, n2, n3, n4, a, b, c, d, e, f, g, h] => (
            i64::from_be_bytes([a, b, c, d, e, f, g, h]),
            u32::from_be_bytes([n1, n2, n3, n4]).into(),
        ),
        _ => return None,
    };
    let milliseconds = i64::try_from(nanoseconds / 1_000_000).ok()?;
    seconds.checked_mul(1000)?.checked_add(milliseconds)
}

/// A point in time, in milliseconds since 1970. Its text is that of `Date.prototype.toISOString`, which is what dates are
/// in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date(pub(super) i64);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0.div_euclid(MILLISECONDS_PER_DAY));
        let time = self.0.rem_euclid(MILLISECONDS_PER_DAY);
        match year {
            0..=9999 => write!(f, "{year:04}")?,
            _ => write!(f, "{year:+07}")?,
        }
        write!(
            f,
            "-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
            time / 3_600_000,
            time / 60_000 % 60,
            time / 1000 % 60,
            time % 1000
        )
    }
}

/// Year, month and day of a day that is so many days after the first of 1970. Counted in years that begin in March, so
/// that the day that leap years have more is the last, and in periods of 400 years, which are all equally long.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468; // since March of the year 0
    let period = days.div_euclid(146_097);
    let day_of_period = days.rem_euclid(146_097);
    let year_of_period = (day_of_period - day_of_period / 1460 + day_of_period / 36_524
        - day_of_period / 146_096)
        / 365;
    let day_of_year =
        day_of_period - (365 * year_of_period + year_of_period / 4 - year_of_period / 100);
    let months = (5 * day_of_year + 2) / 153; // since March
    let day = day_of_year - (153 * months + 2) / 5 + 1;
    let month = if months < 10 { months + 3 } else { months - 9 };
    let year = 400 * period + year_of_period + i64::from(month <= 2);
    (year, month, day)
}
