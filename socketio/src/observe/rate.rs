//! Rate: how often a line of one kind may be written, so that clients cannot fill the log.

use std::time::{Duration, Instant};

/// How many lines of one kind may be written in a period.
const LINES: u32 = 10;
/// The length of a period.
const PERIOD: Duration = Duration::from_secs(10);

/// Counts the lines of one kind.
#[derive(Debug, Default)]
pub(super) struct Rate {
    /// When the period began.
    since: Option<Instant>,
    /// How many lines were written in it.
    written: u32,
    /// How many were left out since the last line.
    omitted: u64,
}

impl Rate {
    /// The number of lines that were left out before this one; `None` if this one may not be written.
    pub(super) fn allow(&mut self, now: Instant) -> Option<u64> {
        if self
            .since
            .is_none_or(|since| now.duration_since(since) >= PERIOD)
        {
            (self.since, self.written) = (Some(now), 0);
        }
        if self.written == LINES {
            self.omitted += 1;
            return None;
        }
        self.written += 1;
        Some(std::mem::take(&mut self.omitted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_ten_lines_the_rest_of_ten_seconds_is_counted_and_told_with_the_next() {
        let mut rate = Rate::default();
        let start = Instant::now();

        for _ in 0..LINES {
            assert_eq!(rate.allow(start), Some(0));
        }
        assert_eq!(rate.allow(start), None);
        assert_eq!(rate.allow(start + PERIOD - Duration::from_millis(1)), None);

        assert_eq!(rate.allow(start + PERIOD), Some(2));
        assert_eq!(rate.allow(start + PERIOD), Some(0));
    }
}
