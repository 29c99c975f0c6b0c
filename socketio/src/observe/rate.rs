//! Rate: how often a line of one kind may be written. What clients cause must not fill the log.

use std::time::{Duration, Instant};

/// So many lines of one kind
const LINES: u32 = 10;
/// may be written in such a period.
const PERIOD: Duration = Duration::from_secs(10);

/// The lines of one kind.
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
    /// Whether a line may be written, and how many were left out before it.
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
