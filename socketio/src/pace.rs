//! Pace: how often something may happen.

use std::time::Duration;

use tokio::time::Instant;

/// So much in so much time, and so much at once: a bucket of tokens. It is kept as the time at which the bucket is full again
/// (the generic cell rate algorithm), so nothing has to be added while time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// The time between two events at the rate.
    step: Duration,
    /// How much earlier than that an event may come.
    early: Duration,
}

impl Pace {
    /// `events` in the time `per`, and `burst` at once.
    pub(crate) fn new(events: u32, per: Duration, burst: u32) -> Self {
        let step = per / events.max(1);
        Self {
            step,
            early: step.saturating_mul(burst.max(1) - 1),
        }
    }

    /// Counts an event of now.
    ///
    /// # Errors
    ///
    /// It comes too early, by this time. Then it is not counted.
    pub(crate) fn count(self, full_at: &mut Instant, now: Instant) -> Result<(), Duration> {
        let due = (*full_at).max(now);
        let wait = due
            .saturating_duration_since(now)
            .saturating_sub(self.early);
        if !wait.is_zero() {
            return Err(wait);
        }
        *full_at = due + self.step;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(pace: Pace, at: &[u64]) -> Vec<Option<u64>> {
        let begin = Instant::now();
        let mut full_at = begin;
        let mut count = |ms| {
            let counted = pace.count(&mut full_at, begin + Duration::from_millis(ms));
            counted
                .err()
                .map(|wait| u64::try_from(wait.as_millis()).unwrap())
        };
        at.iter().map(|&ms| count(ms)).collect()
    }

    #[test]
    fn a_burst_goes_through_and_then_one_for_each_step() {
        let ten = |burst| Pace::new(10, Duration::from_secs(1), burst);
        let (yes, wait) = (None, Some);

        assert_eq!(
            counted(ten(3), &[0, 0, 0, 0, 50, 100, 100, 1000, 1000, 1000, 1000]),
            [
                yes,
                yes,
                yes,
                wait(100),
                wait(50),
                yes,
                wait(100),
                yes,
                yes,
                yes,
                wait(100)
            ]
        );
        assert_eq!(counted(ten(1), &[0, 99, 100]), [yes, wait(1), yes]);
        let all = counted(ten(10), &[0; 11]);
        assert_eq!(all.iter().filter(|refused| refused.is_none()).count(), 10);
    }
}
