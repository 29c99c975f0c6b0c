//! Text: a message that is put together in a `const fn`, for compile errors. A message that is too long is cut.

/// Enough for a sentence with two paths and two places in it.
const CAPACITY: usize = 1024;

/// A text that grows in a `const fn`.
pub(super) struct Text {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Text {
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; CAPACITY],
            len: 0,
        }
    }

    /// Appends the parts, as far as they fit.
    pub(super) const fn with(mut self, parts: &[&str]) -> Self {
        let mut part = 0;
        while part < parts.len() {
            let bytes = parts[part].as_bytes();
            let mut at = 0;
            while at < bytes.len() && self.len < CAPACITY {
                self.bytes[self.len] = bytes[at];
                self.len += 1;
                at += 1;
            }
            part += 1;
        }
        self
    }

    /// Appends a number.
    pub(super) const fn with_number(mut self, number: u32) -> Self {
        let mut unit = 1;
        while number / unit >= 10 {
            unit *= 10;
        }
        while unit > 0 && self.len < CAPACITY {
            self.bytes[self.len] = b'0' + (number / unit % 10) as u8;
            self.len += 1;
            unit /= 10;
        }
        self
    }

    pub(super) const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(error) => match str::from_utf8(self.bytes.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

/// `==` for a `const fn`.
pub(super) const fn equal(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_numbers_are_one_text() {
        let text = Text::new()
            .with(&["a", "bc"])
            .with_number(0)
            .with(&[":"])
            .with_number(120);

        assert_eq!(text.as_str(), "abc0:120");
    }

    #[test]
    fn what_does_not_fit_is_cut_between_characters() {
        let long = "a".repeat(CAPACITY - 1);

        assert_eq!(Text::new().with(&[&long, "é"]).as_str(), long);
    }
}
