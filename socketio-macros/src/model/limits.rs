//! Limits: how often, how large and how long events may be, as an attribute says it.

use syn::{Ident, LitStr};

use crate::{
    diagnostic::Errors,
    parse::{Key, Value},
};

const RATE: &str = "20/s burst 40";
const SIZE: &str = "16KiB";
const TIMEOUT: &str = "2s";

/// What the keys `rate`, `max_size` and `timeout` say.
#[derive(Clone, Default)]
pub(crate) struct Limits {
    /// How many events, and in how many milliseconds.
    pub(crate) rate: Option<(u32, u64)>,
    pub(crate) burst: Option<u32>,
    /// In bytes.
    pub(crate) max_size: Option<usize>,
    /// In milliseconds.
    pub(crate) timeout: Option<u64>,
    /// The keys that were given.
    keys: Vec<Ident>,
}

impl Limits {
    /// Whether `name` is the key of a limit.
    pub(crate) fn is_key(name: &str) -> bool {
        matches!(name, "rate" | "max_size" | "timeout")
    }

    /// Whether no key was given.
    pub(crate) fn is_none(&self) -> bool {
        self.keys.is_empty()
    }

    /// Notes limits where there are no events to limit.
    pub(crate) fn refuse(&self, instead: &str, errors: &Errors) {
        for key in &self.keys {
            errors.span(key.span(), format!("`{key}` limits events: {instead}"));
        }
    }

    /// Reads the value of a key.
    pub(crate) fn set(&mut self, key: &Key, errors: &Errors) {
        self.keys.push(key.name.clone());
        match key.name.to_string().as_str() {
            "rate" => {
                if let Some((rate, burst)) = value(key, RATE, errors, rate) {
                    (self.rate, self.burst) = (Some(rate), burst);
                }
            }
            "max_size" => self.max_size = bytes(key, errors),
            _ => self.timeout = value(key, TIMEOUT, errors, duration),
        }
    }
}

/// The value of a key that takes a string, read by `read`, which gives nothing for one of another form or for nought.
fn value<T>(
    key: &Key,
    example: &str,
    errors: &Errors,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let name = &key.name;
    let text: &LitStr = match &key.value {
        Some(Value::Str(text)) => text,
        Some(value) => {
            let message = format!("`{name}` takes a string: write `{name} = \"{example}\"`");
            errors.span(value.span(), message);
            return None;
        }
        None => {
            let message = format!("`{name}` needs a value: write `{name} = \"{example}\"`");
            errors.span(name.span(), message);
            return None;
        }
    };
    let read = read(text.value().trim());
    if read.is_none() {
        errors.at(
            text,
            format!("{}: write `{name} = \"{example}\"`", form(name)),
        );
    }
    read
}

fn form(name: &Ident) -> &'static str {
    match name.to_string().as_str() {
        "rate" => {
            "a rate is a number of events, from 1 on, and a time (`s`, `m`, `h`, `10s`), and may have a `burst`"
        }
        "max_size" => "a size is a number from 1 on with `B`, `kB`, `KiB`, `MB` or `MiB`",
        _ => "a time is a number from 1 on with `ms`, `s`, `m` or `h`",
    }
}

/// `20/s`, `20/s burst 40`, `5/10s`
fn rate(text: &str) -> Option<((u32, u64), Option<u32>)> {
    let mut words = text.split_whitespace();
    let (events, per) = words.next()?.split_once('/')?;
    let per = match per.starts_with(|c: char| c.is_ascii_digit()) {
        true => duration(per)?,
        false => duration(&format!("1{per}"))?,
    };
    let burst = match words.next() {
        None => None,
        Some("burst") => Some(number(words.next()?)?),
        Some(_) => return None,
    };
    words
        .next()
        .is_none()
        .then_some(((number(events)?, per), burst))
}

/// `500ms`, `2s`, `1m`, `1h`, in milliseconds.
fn duration(text: &str) -> Option<u64> {
    let (count, unit) = split(text);
    let millis = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    u64::from(number(count)?).checked_mul(millis)
}

fn bytes(key: &Key, errors: &Errors) -> Option<usize> {
    if let Some(Value::Int(count)) = &key.value {
        let bytes = errors.keep(count.base10_parse())?;
        if bytes == 0 {
            errors.at(
                count,
                "`max_size = 0` would let nothing through: write a number from 1 on",
            );
            return None;
        }
        return Some(bytes);
    }
    value(key, SIZE, errors, size)
}

/// `16KiB`
fn size(text: &str) -> Option<usize> {
    let (count, unit) = split(text);
    let bytes: usize = match unit {
        "B" => 1,
        "kB" | "KB" => 1000,
        "KiB" => 1 << 10,
        "MB" => 1_000_000,
        "MiB" => 1 << 20,
        _ => return None,
    };
    usize::try_from(number(count)?).ok()?.checked_mul(bytes)
}

/// A number, and the unit behind it.
fn split(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (count, unit) = text.split_at(end.unwrap_or(text.len()));
    (count, unit.trim_start())
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|&number| number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_times_and_sizes_are_read() {
        assert_eq!(rate("20/s"), Some(((20, 1000), None)));
        assert_eq!(rate("20/s burst 40"), Some(((20, 1000), Some(40))));
        assert_eq!(rate("5/10s  burst 1"), Some(((5, 10_000), Some(1))));
        assert_eq!(rate("100/m"), Some(((100, 60_000), None)));
        for wrong in [
            "",
            "20",
            "s",
            "0/s",
            "20/d",
            "20/0s",
            "-1/s",
            "20/s burst",
            "20/s 40",
            "20/s burst 0",
            "20/s burst 4 5",
        ] {
            assert_eq!(rate(wrong), None, "{wrong}");
        }
        assert_eq!(
            ["500ms", "2s", "2 s", "1m", "1h"].map(duration),
            [500, 2000, 2000, 60_000, 3_600_000].map(Some)
        );
        assert_eq!(["", "2", "s", "0s", "1.5s", "2d"].map(duration), [None; 6]);
        assert_eq!(
            ["1B", "16KiB", "16 kB", "1MB", "1MiB"].map(size),
            [1, 16 << 10, 16_000, 1_000_000, 1 << 20].map(Some)
        );
        assert_eq!(
            ["", "16", "0B", "16K", "4294967295MiB0"].map(size),
            [None; 5]
        );
    }
}
